import type { Frame, GridSpec, RunInfo } from '#core/protocol/contract'
import { fitBox, type PlaneCamera, toPlane, toScreen, zoomAt } from './camera-plane'
import { createFlatScene, type StageScene } from './flat-scene'
import { arrowCell } from './overlay/arrows'
import { drawOverlay } from './overlay/draw-overlay'
import { palettes, type ThemeName } from './palette'
import { reachOf } from './reach'
import { createLinearRenderer } from './renderer'
import type { LayerName, PathSet, Ridgeline, StageState, ViewKind } from './stage-state'
import { fractionsOf, stageScales, type AxisKind } from './time-axis'
import { createVolumeScene } from './volume-scene'

export interface Stage {
  setTheme(theme: ThemeName): void
  setLayers(layers: ReadonlySet<LayerName>): void
  setRun(run: RunInfo, axis: AxisKind, lambda: number): void
  setFrame(frame: Frame): void
  setPaths(paths: PathSet | null): void
  setWorldLines(lines: PathSet | null): void
  setRidgeline(ridgeline: Ridgeline | null): void
  setView(view: ViewKind): void
  setPicked(particle: number | null): void
  resize(width: number, height: number, ratio: number): void
  /** Grids over what is seen, in data coordinates at a step; null where a view draws no field. */
  grids(step: number): { density: GridSpec | null; score: GridSpec | null }
  /** The particle nearest to a point of the screen, within 12 pixels. */
  pick(px: number, py: number): number | null
  pan(dx: number, dy: number): void
  zoom(px: number, py: number, factor: number): void
  orbit(dx: number, dy: number): void
  /** Looks from a named side; `fit` shows everything. */
  look(from: 'fit' | 'orbit' | 'front' | 'side' | 'top'): void
  /** Fits the colour range to the density that is shown now. */
  snapRange(): void
  readonly densityTop: number
  draw(): void
  dispose(): void
}

/** Nodes along the longer side of the density grid. */
const DENSITY_NODES = 176

export function createStage(canvas: HTMLCanvasElement, overlay: HTMLCanvasElement): Stage {
  let state: StageState = {
    size: { width: 1, height: 1 },
    ratio: 1,
    palette: palettes.dark,
    view: 'plane',
    layers: new Set<LayerName>(),
    run: null,
    frame: null,
    paths: null,
    worldLines: null,
    ridgeline: null,
    camera: { x: 0, y: 0, kx: 100, ky: 100 },
    picked: null,
    lambda: 1,
    fractions: new Float64Array(0),
    scales: new Float64Array(0),
    densityTop: 0,
  }
  let fitted = true
  const angles = { azimuth: -26, elevation: 15, distance: 1 }
  let dirty = true
  const set = (change: Partial<StageState>): void => {
    state = { ...state, ...change }
    dirty = true
  }
  const renderer = createLinearRenderer(canvas, () => {
    dirty = true
  })
  const flat: StageScene = createFlatScene()
  const volume = createVolumeScene(angles)
  const context = overlay.getContext('2d')
  const fit = (): void => {
    if (state.run !== null) set({ camera: fitted ? fitCamera(state, state.run) : state.camera })
  }

  return {
    setTheme: (theme) => set({ palette: palettes[theme] }),
    setLayers: (layers) => set({ layers }),
    setRun(run, axis, lambda) {
      const other = state.run === null || state.run.dimension !== run.dimension
      const moved = state.run === null || state.run.revision !== run.revision
      set({ run, lambda, fractions: fractionsOf(run, axis), scales: stageScales(run) })
      if (other) {
        fitted = true
        set({ frame: null, paths: null, ridgeline: null, worldLines: null })
      }
      if (moved) set({ densityTop: 0 })
      fit()
    },
    setFrame(frame) {
      const top = frame.density === null ? 0 : frame.density.max / (state.scales[frame.step] ?? 1) ** 2
      // The range only grows within a run, towards the highest density that has been met.
      set({ frame, densityTop: state.view === 'plane' ? Math.max(state.densityTop, top) : state.densityTop })
    },
    setPaths: (paths) => set({ paths }),
    setWorldLines: (worldLines) => set({ worldLines }),
    setRidgeline(ridgeline) {
      let top = 0
      if (ridgeline !== null) {
        const rows = ridgeline.values.length / ridgeline.count
        for (let step = 0; step < rows; step++)
          for (let i = 0; i < ridgeline.count; i++)
            top = Math.max(top, ridgeline.values[step * ridgeline.count + i]! / (state.scales[step] ?? 1))
      }
      set({ ridgeline, densityTop: top })
    },
    setView(view) {
      if (view === state.view) return
      fitted = true
      set({ view, densityTop: 0 })
      fit()
    },
    setPicked: (picked) => set({ picked }),
    resize(width, height, ratio) {
      set({ size: { width, height }, ratio })
      renderer.resize(width, height, ratio)
      overlay.width = Math.round(width * ratio)
      overlay.height = Math.round(height * ratio)
      fit()
    },
    grids: (step) => gridsOf(state, step),
    pick: (px, py) => pickParticle(state, px, py),
    pan(dx, dy) {
      fitted = false
      const { camera } = state
      set({ camera: { ...camera, x: camera.x - dx / camera.kx, y: camera.y + dy / camera.ky } })
    },
    zoom(px, py, factor) {
      if (state.view === 'volume' || state.view === 'space-time') {
        angles.distance = Math.min(4, Math.max(0.3, angles.distance / factor))
        dirty = true
        return
      }
      if (state.view === 'line') return
      fitted = false
      set({ camera: zoomAt(state.camera, state.size, px, py, factor) })
    },
    orbit(dx, dy) {
      angles.azimuth -= 0.3 * dx
      angles.elevation = Math.min(89, Math.max(-89, angles.elevation + 0.3 * dy))
      dirty = true
    },
    look(from) {
      fitted = true
      angles.distance = 1
      const views = { orbit: [-26, 15], front: [0, 0], side: [-89.9, 0], top: [0, 89.9] } as const
      if (from !== 'fit') [angles.azimuth, angles.elevation] = views[from]
      dirty = true
      fit()
    },
    snapRange() {
      const { frame } = state
      if (frame?.density !== null && frame !== null)
        set({ densityTop: frame.density.max / (state.scales[frame.step] ?? 1) ** 2 })
    },
    get densityTop() {
      return state.densityTop
    },
    draw() {
      if (!dirty) return
      dirty = false
      const solid = state.view === 'volume' || state.view === 'space-time'
      const shown = solid ? volume : flat
      shown.update(state)
      renderer.draw(shown.scene, shown.camera, state.palette.stage)
      if (context !== null) drawOverlay(context, state, solid ? volume : null)
    },
    dispose() {
      flat.dispose()
      volume.dispose()
      renderer.dispose()
    },
  }
}

function fitCamera(state: StageState, run: RunInfo): PlaneCamera {
  const { size } = state
  if (run.dimension === 1) {
    const reach = reachOf(state, run)[0]!
    return {
      x: 0.5,
      y: 0,
      kx: (size.width - 96) / 1,
      ky: (size.height - 72) / (2 * reach),
    }
  }
  const [rx = 1, ry = 1] = reachOf(state, run)
  return fitBox(size, [-rx, -ry], [rx, ry])
}

function gridsOf(state: StageState, step: number): { density: GridSpec | null; score: GridSpec | null } {
  const { run, size, camera, layers } = state
  if (run === null || run.dimension !== 2 || state.view !== 'plane') return { density: null, score: null }
  const scale = state.scales[Math.min(state.scales.length - 1, Math.max(0, step))] ?? 1
  const [left, top] = toPlane(camera, size, 0, 0)
  const [right, bottom] = toPlane(camera, size, size.width, size.height)
  const spacing = Math.max(right - left, top - bottom) / DENSITY_NODES
  const wantsArrows = layers.has('score') || layers.has('streamlines')
  const cell = arrowCell(size.width)
  const columns = Math.max(2, Math.floor(size.width / cell))
  const rows = Math.max(2, Math.floor(size.height / cell))
  // Centres of cells that stand symmetrically on the stage.
  const [x0, y0] = toPlane(
    camera,
    size,
    0.5 * (size.width - (columns - 1) * cell),
    0.5 * (size.height + (rows - 1) * cell),
  )
  return {
    density:
      layers.has('density') || wantsArrows
        ? {
            counts: [Math.ceil((right - left) / spacing) + 1, Math.ceil((top - bottom) / spacing) + 1],
            origin: [left / scale, bottom / scale],
            spacing: [spacing / scale, spacing / scale],
          }
        : null,
    score: wantsArrows
      ? {
          counts: [columns, rows],
          origin: [x0 / scale, y0 / scale],
          spacing: [cell / camera.kx / scale, cell / camera.ky / scale],
        }
      : null,
  }
}

function pickParticle(state: StageState, px: number, py: number): number | null {
  const { frame, run, camera, size } = state
  if (frame === null || frame.particles === null || run?.dimension !== 2 || state.view !== 'plane')
    return null
  const scale = state.scales[frame.step] ?? 1
  let best = 12 ** 2
  let found: number | null = null
  for (let i = 0; i < frame.shown; i++) {
    const [x, y] = toScreen(
      camera,
      size,
      frame.particles[2 * i]! * scale,
      frame.particles[2 * i + 1]! * scale,
    )
    const distance = (x - px) ** 2 + (y - py) ** 2
    if (distance < best) {
      best = distance
      found = i
    }
  }
  return found
}
