import { Matrix4, PerspectiveCamera, Scene } from 'three'
import { placeCamera } from '../stage/orbit-camera'
import { between, linear, pathColour } from '../stage/palette'
import { placeOf } from '../stage/rules/long-axis'
import { pointLook } from '../stage/rules/point-rule'
import { tickLabel, ticks } from '../stage/rules/ticks'
import { scaleAt, type StageState } from '../stage/stage-state'
import { longValues } from '../stage/time-axis'
import type { Frame } from '#core/protocol/contract'
import { addBox, addFrame, addLine } from './box-edges'
import { createCloud } from './layers/cloud'
import { createDensity, type DensityLayer } from './layers/density'
import { createLines } from './layers/lines'
import { createMarks } from './layers/marks'
import { addPathMarks, addPaths, type Place } from './layers/path-marks'
import { screenOf } from './screen-of'
import type { View } from './view'

/** Half lengths of the long axis and of a section, in world units */
const long = 4.6
const half = 2.7
/** Nodes across a section's density */
const nodes = 96
/** Strength of everything after the playhead */
const future = 0.38

/** Two-dimensional data with log-SNR as the long axis: noise left, data right. */
export function createSpaceTime(): View {
  const scene = new Scene()
  const camera = new PerspectiveCamera()
  const slices = {
    noise: createDensity(),
    between: createDensity(),
    data: createDensity(),
    now: createDensity(),
  }
  const [back, world, runPaths, flowPaths, frameNow] = [
    createLines(),
    createLines(),
    createLines(),
    createLines(),
    createLines(),
  ] as const
  const cloud = createCloud()
  const marks = createMarks()
  const order = [
    back,
    slices.data,
    slices.between,
    slices.noise,
    world,
    flowPaths,
    runPaths,
    slices.now,
    cloud,
    frameNow,
    marks,
  ]
  for (const { object } of order) scene.add(object)

  function showSlice(
    layer: DensityLayer,
    state: StageState,
    frame: Frame | null | undefined,
    opacity: number,
  ): void {
    const field = frame?.density ?? null
    const there =
      state.layers.density && state.axis !== null && field !== null && field.grid.counts.length === 2
    layer.object.visible = there
    if (!there || field === null || frame === null || frame === undefined) return
    const [columns = 2, rows = 2] = field.grid.counts
    layer.setField(field.values, columns, rows, field.max)
    const u = (half / section(state)) * scaleAt(state, frame.step)
    const [ox, oy] = [field.grid.origin[0]! * u, field.grid.origin[1]! * u]
    const [w, h] = [(columns - 1) * field.grid.spacing[0]! * u, (rows - 1) * field.grid.spacing[1]! * u]
    const x = across(state, frame.step)
    // Unit square (a, b) to the section: x1 along z, x2 up
    layer.setPlace(new Matrix4().set(0, 0, 1, x, 0, h, 0, oy, w, 0, 0, ox, 0, 0, 0, 1))
    layer.setLook(state.palette, {
      peak: 1,
      fill: 1,
      contours: false,
      map: 'densityAlone',
      veil: true,
      opacity,
      line: state.surface.ratio,
    })
  }

  return {
    scene,
    camera,
    update(state) {
      const { surface, palette, layers, frame, run, axis } = state
      placeCamera(camera, state.orbit, surface.size.width, surface.size.height)
      for (const lines of [back, world, runPaths, flowPaths, frameNow]) lines.clear()
      marks.clear()
      const step = frame?.step ?? 0
      const faint = linear(palette.line)
      addBox(back, [-long, -half, -half], [long, half, half], faint, 0.7)
      if (axis !== null)
        for (const v of ticks(axis.low, axis.high, 6)) {
          const x = (placeOf(axis, v) * 2 - 1) * long
          addLine(back, [x, -half, -half], [x, -half, half + 0.14], faint, 0.45)
        }
      showSlice(slices.noise, state, axis === null ? null : state.slices.get(axis.ends.noise), 0.8)
      showSlice(slices.between, state, axis === null ? null : state.slices.get(axis.ends.between), 0.7)
      showSlice(slices.data, state, axis === null ? null : state.slices.get(axis.ends.data), 1)
      showSlice(slices.now, state, frame, 0.9)
      const plane = run?.dimension === 2
      const colour = pathColour(palette, state.lambda)
      const unit = half / section(state)
      const nowX = across(state, step)
      cloud.object.visible = layers.particles && plane && frame?.particles != null
      if (plane && frame?.particles != null) {
        cloud.setPositions(frame.particles, 2)
        const s = scaleAt(state, step) * unit
        cloud.setPlace(new Matrix4().set(0, 0, 0, nowX, 0, s, 0, 0, s, 0, 0, 0, 0, 0, 0, 1))
        const pixels = surface.size.height / (2 * camera.position.length() * Math.tan((12 * Math.PI) / 180))
        const look = pointLook(Math.max(1, frame.shown), pixels * unit, palette.kappa, true)
        cloud.setLook(look, colour, palette, surface.ratio)
      }
      if (plane && run !== null && axis !== null) {
        const place: Place = (values, at, s) => {
          const x = axis.at[s]!
          if (Number.isNaN(x)) return null
          const k = scaleAt(state, s) * unit
          return [(2 * x - 1) * long, values[at + 1]! * k, values[at]! * k]
        }
        const from = 0
        if (state.worldLines !== null && layers.twins) {
          const dim = between(palette.stage, palette.ode, 0.72)
          addPaths(world, state.worldLines, from, step, place, {
            colour: dim,
            old: 0.42,
            now: 0.42,
            future: 0.42 * future,
          })
        }
        if (layers.twins && state.twins !== null)
          addPaths(flowPaths, state.twins, from, step, place, {
            colour: palette.ode,
            old: 0.95,
            now: 1,
            future,
          })
        if (layers.paths && state.paths !== null)
          addPaths(runPaths, state.paths, from, step, place, { colour, old: 0.85, now: 1, future })
        addPathMarks(marks, state, step, place, false)
        addFrame(frameNow, nowX, half, linear(palette.ink), 1)
      }
      back.setLook({ width: 1 }, surface)
      world.setLook({ width: 1 }, surface)
      flowPaths.setLook({ width: 2.1, casing: { colour: palette.stage, opacity: 0.5 } }, surface)
      runPaths.setLook({ width: 1.35, casing: { colour: palette.stage, opacity: 0.5 } }, surface)
      frameNow.setLook({ width: 1.6 }, surface)
      marks.setLook(surface)
      for (const layer of [back, world, flowPaths, runPaths, frameNow, marks]) layer.flush()
    },
    furnish(state, furniture) {
      const { palette, surface, axis, words, frame } = state
      const at = (x: number, y: number, z: number): [number, number] => screenOf(camera, surface, x, y, z)
      if (axis !== null) {
        for (const v of ticks(axis.low, axis.high, 6)) {
          const [x, y] = at((placeOf(axis, v) * 2 - 1) * long, -half, half + 0.42)
          furniture.text(x, y + 4, tickLabel(v), { anchor: 'middle' })
        }
        const [x, y] = at(0.5 * long, -half, half + 1.15)
        furniture.text(x, y, words.logSnr, { anchor: 'middle', size: 12, colour: palette.label })
      }
      const [nx, ny] = at(-long, half, 0)
      furniture.text(nx, ny - 10, words.noise, {
        weight: 600,
        size: 12,
        colour: palette.ink,
        anchor: 'middle',
      })
      const [dx, dy] = at(long, half, 0)
      furniture.text(dx, dy - 10, words.data, {
        weight: 600,
        size: 12,
        colour: palette.ink,
        anchor: 'middle',
      })
      const [ax, ay] = at(long, -half - 0.28, 0)
      furniture.text(ax, ay, '*x*_1', { size: 12, anchor: 'middle' })
      const [bx, by] = at(long, 0, -half - 0.25)
      furniture.text(bx, by, '*x*_2', { size: 12, anchor: 'middle' })
      if (frame === null) return
      const [px, py] = at(across(state, frame.step), half, 0)
      furniture.line(px, py - 12, px, py, palette.ink)
      furniture.flag(px, py - 22, `t = ${frame.t.toFixed(3)}`, true)
    },
    grids(state, step) {
      if (!state.layers.density || state.run?.dimension !== 2) return { density: null, score: null }
      const reach = section(state) / scaleAt(state, step)
      const spacing = (2 * reach) / (nodes - 1)
      return {
        density: { counts: [nodes, nodes], origin: [-reach, -reach], spacing: [spacing, spacing] },
        score: null,
      }
    },
    project(state, values, index) {
      const k = (scaleAt(state, state.frame?.step ?? 0) * half) / section(state)
      return screenOf(
        camera,
        state.surface,
        across(state, state.frame?.step ?? 0),
        values[2 * index + 1]! * k,
        values[2 * index]! * k,
      )
    },
    dispose() {
      for (const layer of order) layer.dispose()
    },
  }
}

/** Half a section in stage units: the run's box, about the origin. */
function section({ run }: StageState): number {
  if (run === null) return half
  return Math.max(...run.box.low.map(Math.abs), ...run.box.high.map(Math.abs))
}

/** Place of a step along the long axis, world units. */
function across({ axis, run }: StageState, step: number): number {
  if (axis === null || run === null) return 0
  return (2 * placeOf(axis, longValues(run)[step] ?? 0) - 1) * long
}
