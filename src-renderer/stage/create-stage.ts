import { createLine } from '../views/line'
import { createPlane } from '../views/plane'
import { createRidges } from '../views/ridges'
import { createSurfaceView } from '../views/surface'
import { createSpaceTime } from '../views/space-time'
import type { View } from '../views/view'
import { createVolume } from '../views/volume'
import { createCanvasSurface } from './canvas-surface'
import { createColourRange } from './colour-range'
import { createFurniture } from './furniture/furniture'
import { type OrbitCamera, orbitPresets, surfaceOrbits } from './orbit-camera'
import { linear, palettes } from './palette'
import { fitBox, toPlane, toScreen } from './plane-camera'
import { listenToPointer } from './pointer'
import { longAxis } from './rules/long-axis'
import { nearestParticle } from './rules/nearest'
import { keepSlice } from './slices'
import {
  defaultLayers,
  englishWords,
  type CameraState,
  type Stage,
  type StageOptions,
  type ViewKind,
} from './stage-api'
import type { StageState } from './stage-state'
import { stageScales } from './time-axis'
import { createTrails } from './trails'

const makers: Readonly<Record<ViewKind, (software: boolean) => View>> = {
  plane: createPlane,
  line: createLine,
  volume: createVolume,
  'space-time': createSpaceTime,
  surface: createSurfaceView,
  ridges: createRidges,
}

/** log-SNR beyond which nothing is seen to move, so that it is left out of the long axis */
const axisRange: Readonly<Record<ViewKind, readonly [number, number]>> = {
  plane: [-5, 7.5],
  volume: [-5, 7.5],
  'space-time': [-5, 7.5],
  line: [-9, 9],
  surface: [-9, 9],
  ridges: [-9, 9],
}

/** See `Stage`. Throws where the browser has no WebGL2. */
export function createStage(options: StageOptions): Stage {
  const { canvas } = options
  const state: StageState = {
    surface: { size: { width: 1, height: 1 }, ratio: 1, weight: 1 },
    type: 1,
    palette: palettes[options.theme],
    layers: defaultLayers,
    words: englishWords,
    run: null,
    frame: null,
    scales: new Float64Array(0),
    axis: null,
    paths: null,
    twins: null,
    worldLines: null,
    ridgeline: null,
    rest: null,
    slices: new Map(),
    trails: createTrails(),
    picked: [],
    selected: null,
    fork: null,
    lambda: 1,
    densityTop: 1,
    snappedTop: null,
    signed: false,
    plane: { x: 0, y: 0, k: 100 },
    orbit: orbitPresets.orbit,
  }
  let kind: ViewKind = 'plane'
  let dirty = true
  let placed = false
  const range = createColourRange()
  /** Where the eye was in each view that is left */
  const orbits = new Map<ViewKind, OrbitCamera>()
  let scaled: boolean | null = null
  let request = 0
  const drawn: number[] = []
  const counts = { frames: 0, losses: 0 }
  const furniture = createFurniture(options.overlay)
  const surface = createCanvasSurface(canvas, (change) => {
    if (change === 'lost') counts.losses++
    options.onContext?.(change)
    touch()
  })
  const software = options.software ?? surface.software
  let view = makers[kind](software)

  function touch(): void {
    dirty = true
    if (request === 0) request = requestAnimationFrame(draw)
  }
  function draw(): void {
    if (request !== 0) cancelAnimationFrame(request)
    request = 0
    if (!dirty || surface.lost()) return
    dirty = false
    view.update(state)
    surface.draw(view.scene, view.camera, linear(state.palette.stage), view.bodies ?? false)
    const { size } = state.surface
    furniture.begin(size.width, size.height, state.palette, state.type)
    if (state.layers.furniture) view.furnish(state, furniture)
    furniture.end()
  }
  function set(change: Partial<StageState>): void {
    Object.assign(state, change)
    touch()
  }
  function moved(change: Partial<StageState>): void {
    set(change)
    options.onViewChange?.(camera())
  }
  function firstOrbit(): OrbitCamera {
    if (kind !== 'surface') return orbitPresets.orbit
    return state.run?.dimension === 1 ? surfaceOrbits.line : surfaceOrbits.plane
  }
  function fit(): void {
    if (state.run === null) return
    const { low, high } = state.run.box
    moved({ plane: fitBox(state.surface.size, low, high), orbit: firstOrbit() })
  }
  function measure(): void {
    const { run } = state
    if (run === null) return
    // Left to itself the stage keeps the cloud at the size of the data where noise would dwarf it.
    state.scales =
      scaled === false ? new Float64Array(run.times.length).fill(1) : stageScales(run, scaled === true)
    state.axis = longAxis(run, ...axisRange[kind])
  }
  function camera(): CameraState {
    const { plane, orbit } = state
    return {
      centre: [plane.x, plane.y],
      scale: plane.k,
      azimuth: orbit.azimuth,
      elevation: orbit.elevation,
      distance: orbit.distance,
    }
  }
  function pick(x: number, y: number, radius = 10): number | null {
    const { frame } = state
    if (frame?.particles == null) return null
    const { particles, shown } = frame
    return nearestParticle(shown, (i) => view.project(state, particles, i), x, y, radius)
  }
  const stopListening = listenToPointer(canvas, {
    spatial: () => kind === 'space-time' || kind === 'volume' || kind === 'surface',
    state: () => state,
    move: moved,
    fit,
    click: (x, y, event) => options.onPick?.(pick(x, y), event),
  })

  return {
    software,
    setTheme: (theme) => set({ palette: palettes[theme] }),
    setLayers: (layers) => set({ layers }),
    setWords: (words) => set({ words }),
    setRun(run) {
      const first =
        state.run === null ||
        state.run.dimension !== run.dimension ||
        (state.run.direction === 'time') !== (run.direction === 'time')
      const known = state.run?.revision === run.revision
      state.run = run
      measure()
      if (!known) {
        state.slices.clear()
        state.trails.clear()
        // The old picture keeps its range until the first frame of the new run.
        range.renew()
      }
      // A frame of another dimension cannot be drawn; another revision's stays until the next comes.
      if (first) orbits.clear()
      if (first)
        Object.assign(state, { frame: null, paths: null, twins: null, worldLines: null, ridgeline: null })
      if (first && placed) fit()
      touch()
    },
    setFrame(frame) {
      const { run } = state
      if (run === null) return
      state.trails.add(frame, run.dimension)
      keepSlice(state, frame)
      if (frame.density !== null) {
        const here = frame.density.max / (state.scales[frame.step] ?? 1) ** run.dimension
        const { top, signed } = range.accept(frame.density, here, run.grid?.what === 'field')
        Object.assign(state, { densityTop: top, snappedTop: range.snapped, signed })
      }
      if (frame.particles !== null && frame.particles !== state.frame?.particles) {
        counts.frames++
        drawn.push(performance.now())
        if (drawn.length > 240) drawn.shift()
      }
      set({ frame })
    },
    setPaths: (which, paths) => set(which === 'run' ? { paths } : { twins: paths }),
    setWorldLines: (worldLines) => set({ worldLines }),
    setRidgeline: (ridgeline) => set({ ridgeline }),
    setRest: (rest) => set({ rest }),
    setPicked: (picked, selected) => set({ picked, selected }),
    setFork: (fork) => set({ fork }),
    setView(next) {
      if (next === kind) return
      orbits.set(kind, state.orbit)
      kind = next
      state.orbit = orbits.get(next) ?? firstOrbit()
      view.dispose()
      view = makers[kind](software)
      measure()
      touch()
      options.onViewChange?.(camera())
    },
    view: () => kind,
    setLambda: (lambda) => set({ lambda }),
    setScaled(on) {
      scaled = on
      measure()
      moved({})
    },
    setDensityTop(value) {
      range.snap(value)
      set({ densityTop: value ?? state.densityTop, snappedTop: value })
    },
    setProjector: (on) => set({ type: on ? 1.25 : 1, surface: { ...state.surface, weight: on ? 1.6 : 1 } }),
    gridSpecs: (step) => view.grids(state, step),
    sliceSteps: () =>
      kind === 'space-time' && state.axis !== null ? [...new Set(Object.values(state.axis.ends))] : [],
    setSlice(frame) {
      keepSlice(state, frame)
      touch()
    },
    ridgelineGrid() {
      const low = state.run?.box.low[0] ?? -1
      const high = state.run?.box.high[0] ?? 1
      // Unscaled noise is wider than the data, scaled noise narrower: the grid covers both.
      const least = state.scales.length > 0 ? state.scales.reduce((a, b) => Math.min(a, b)) : 1
      const count = Math.round(Math.min(1601, 241 / least))
      const origin = low / least
      return { counts: [count], origin: [origin], spacing: [(high / least - origin) / (count - 1)] }
    },
    toData: (x, y) => (kind === 'plane' ? toPlane(state.plane, state.surface.size, x, y) : null),
    toScreen(point) {
      if (kind !== 'plane') return view.project(state, Float32Array.from(point), 0)
      return toScreen(state.plane, state.surface.size, point[0] ?? 0, point[1] ?? 0)
    },
    pick,
    camera,
    setCamera(change) {
      const { plane, orbit } = state
      const [x, y] = change.centre ?? [plane.x, plane.y]
      moved({
        plane: { x, y, k: change.scale ?? plane.k },
        orbit: {
          ...orbit,
          azimuth: change.azimuth ?? orbit.azimuth,
          elevation: change.elevation ?? orbit.elevation,
          distance: change.distance ?? orbit.distance,
        },
      })
    },
    preset: (preset) => moved({ orbit: orbitPresets[preset] }),
    fit,
    resize(width, height, ratio) {
      if (width < 1 || height < 1) return
      const same = state.surface.size.width === width && state.surface.size.height === height
      if (same && state.surface.ratio === ratio) return
      const before = state.surface.size
      const { plane } = state
      state.surface = { ...state.surface, size: { width, height }, ratio }
      surface.resize(width, height, ratio)
      if (!placed) {
        placed = true
        fit()
      } else if (state.run !== null) {
        // Panels fold and windows grow: what was fitted stays fitted, what was placed keeps its centre and scale.
        const { low, high } = state.run.box
        const fitted = fitBox(before, low, high)
        const untouched = fitted.k === plane.k && fitted.x === plane.x && fitted.y === plane.y
        if (untouched) state.plane = fitBox(state.surface.size, low, high)
      }
      moved({})
      draw()
    },
    draw,
    capture() {
      dirty = true
      draw()
      return new Promise((done, fail) =>
        canvas.toBlob((blob) => (blob === null ? fail(new Error('The canvas gave no picture')) : done(blob))),
      )
    },
    stats() {
      const since = performance.now() - 1000
      return {
        framesDrawn: counts.frames,
        framesPerSecond: drawn.filter((at) => at > since).length,
        points: state.frame?.shown ?? 0,
        contextLosses: counts.losses,
      }
    },
    dispose() {
      cancelAnimationFrame(request)
      stopListening()
      view.dispose()
      surface.dispose()
      furniture.dispose()
    },
  }
}
