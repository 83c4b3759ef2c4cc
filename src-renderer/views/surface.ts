import { PerspectiveCamera, Scene } from 'three'
import { colourBar } from '../stage/furniture/keys'
import { placeCamera } from '../stage/orbit-camera'
import { linear, pathColour } from '../stage/palette'
import { fieldAt } from '../stage/rules/field'
import { pointLook } from '../stage/rules/point-rule'
import { lightFor, surfaceHeight } from '../stage/rules/surface'
import { niceStep } from '../stage/rules/ticks'
import { mapOf, scaleAt, type StageState } from '../stage/stage-state'
import { createHeightField } from './layers/height-field'
import { createLines } from './layers/lines'
import { addPaths } from './layers/path-marks'
import { createSurface } from './layers/surface'
import { createSurfaceCloud } from './layers/surface-cloud'
import { screenOf } from './screen-of'
import { createStrip, type Strip } from './strip'
import { addSquareBox, furnishSquare } from './surface-box'
import { over, placeOfSquare, type Square, squareOf, timeOf } from './surface-square'
import type { View } from './view'

/** Nodes along both axes of the density that is asked for */
const nodes = 112
/** As in shaders/chunks/height-field.glsl */
const limit = 1.5

/** The density, or a field, as a lit surface: over the plane, or over time and place of what lives on a line. */
export function createSurfaceView(software: boolean): View {
  const scene = new Scene()
  const camera = new PerspectiveCamera()
  const heights = createHeightField()
  const facets = software ? 96 : 192
  const body = createSurface(heights, [facets, facets])
  const cloud = createSurfaceCloud(heights)
  const [box, runPaths, now] = [createLines(true), createLines(true), createLines(true)] as const
  const order = [box, body, cloud, runPaths, now]
  for (const { object } of order) scene.add(object)
  const read = createStrip()
  /** What was drawn last: the rectangle, its range, and the run of a line */
  let shown: { square: Square; top: number; strip: Strip | null } | null = null

  function prepare(state: StageState): typeof shown {
    const strip = state.run?.dimension === 1 ? read(state) : null
    const signed = strip === null ? state.signed : strip.map === 'signed'
    const square = squareOf(state, signed)
    return square === null ? null : { square, top: strip?.top ?? state.densityTop, strip }
  }

  /** Puts the field under the square; false where there is none. */
  function stand(state: StageState, square: Square, strip: Strip | null): boolean {
    const shared = { signed: square.signed, tall: square.tall }
    if (strip !== null) {
      heights.setField(strip.values, strip.columns, strip.rows, strip.max)
      const reach = [strip.columns - 1, strip.rows - 1] as const
      heights.setPlace({ origin: [0, 0], reach, peak: strip.max / strip.top, ...shared })
      return true
    }
    const { frame } = state
    const field = frame?.density ?? null
    if (frame === null || field === null || field.grid.counts.length !== 2) return false
    const [columns = 2, rows = 2] = field.grid.counts
    heights.setField(field.values, columns, rows, field.max)
    const scale = scaleAt(state, frame.step)
    const texel = (axis: 0 | 1): { first: number; across: number } => {
      const each = field.grid.spacing[axis]! * scale
      return {
        first: (square.low[axis] - field.grid.origin[axis]! * scale) / each,
        across: (square.high[axis] - square.low[axis]) / each,
      }
    }
    const [x, y] = [texel(0), texel(1)]
    heights.setPlace({
      origin: [x.first, y.first],
      reach: [x.across, y.across],
      peak: field.max / scale ** 2 / state.densityTop,
      ...shared,
    })
    return true
  }

  function showBody(state: StageState, square: Square, strip: Strip | null): void {
    const step = ([0, 1] as const).map((axis) => niceStep(square.high[axis] - square.low[axis], 24))
    const lattice = (axis: 0 | 1): { origin: number; count: number } => ({
      origin: square.low[axis] / step[axis]!,
      count: (square.high[axis] - square.low[axis]) / step[axis]!,
    })
    const [a, b] = [lattice(0), lattice(1)]
    body.setPlace(placeOfSquare(square))
    body.setLook(state.palette, {
      map: strip?.map ?? mapOf(state),
      fill: 1,
      contours: state.layers.contours,
      extent: square.extent,
      lattice: { origin: [a.origin, b.origin], count: [a.count, b.count] },
      towards: lightFor(state.orbit.azimuth),
      line: state.surface.ratio * state.surface.weight,
    })
  }

  function showCloud(state: StageState, square: Square): void {
    const { frame, run, palette, surface, layers } = state
    const there = layers.particles && run?.dimension === 2 && frame?.particles != null && frame.shown > 0
    cloud.object.visible = there
    if (!there || frame?.particles == null) return
    const wide = [square.high[0] - square.low[0], square.high[1] - square.low[1]] as const
    const scale = scaleAt(state, frame.step)
    cloud.setPositions(frame.particles)
    cloud.setPlace(
      placeOfSquare(square),
      [-square.low[0] / wide[0], -square.low[1] / wide[1]],
      [scale / wide[0], scale / wide[1]],
    )
    const pixels = surface.size.height / (2 * camera.position.length() * Math.tan((12 * Math.PI) / 180))
    const look = pointLook(
      Math.max(1, frame.shown),
      (pixels * square.extent[0]) / wide[0],
      palette.kappa,
      false,
    )
    cloud.setLook(look, pathColour(palette, state.lambda), palette, surface.ratio)
  }

  /** On a line: the density at the playhead, and the picked paths, lying on the surface. */
  function showRun(state: StageState, square: Square, strip: Strip): void {
    const { palette, layers, frame, run } = state
    const step = frame?.step ?? 0
    const height = (a: number, b: number): number =>
      layers.density ? surfaceHeight(stripAt(strip, square, a, b) / strip.top, square.tall, limit) : 0
    if (layers.paths && state.paths !== null && run?.dimension === 1)
      addPaths(
        runPaths,
        state.paths,
        0,
        step,
        (values, at, s) => {
          const [a, b] = [timeOf(state, s), values[at]! * scaleAt(state, s)]
          return b < square.low[1] || b > square.high[1] ? null : over(square, a, b, height(a, b))
        },
        { colour: pathColour(palette, state.lambda), old: 0.75, now: 1, future: 0.25 },
      )
    const at = timeOf(state, step)
    const ink = linear(palette.truth)
    now.move()
    for (let j = 0; j <= 240; j++) {
      const b = square.low[1] + (j / 240) * (square.high[1] - square.low[1])
      now.point(...over(square, at, b, height(at, b)), ink, 1)
    }
  }

  return {
    bodies: true,
    scene,
    camera,
    update(state) {
      const { surface, palette } = state
      placeCamera(camera, state.orbit, surface.size.width, surface.size.height)
      for (const lines of [box, runPaths, now]) lines.clear()
      shown = prepare(state)
      body.object.visible = false
      cloud.object.visible = false
      if (shown !== null) {
        const { square, top, strip } = shown
        addSquareBox(box, state, square, top)
        const there = stand(state, square, strip)
        body.object.visible = there && state.layers.density
        if (there) {
          showBody(state, square, strip)
          showCloud(state, square)
        }
        if (strip !== null) showRun(state, square, strip)
      }
      box.setLook({ width: 1 }, surface)
      const casing = { colour: palette.stage, opacity: 0.7 }
      runPaths.setLook({ width: 1.5, casing }, surface)
      now.setLook({ width: 2, casing }, surface)
      for (const layer of [box, runPaths, now]) layer.flush()
    },
    furnish(state, furniture) {
      if (shown === null) return
      const { square, top, strip } = shown
      furnishSquare(furniture, state, camera, square, top)
      if (state.layers.density && (strip !== null || state.frame?.density != null))
        colourBar(furniture, state, 1, strip ?? {})
      if (strip === null || state.frame === null) return
      const [x, y] = screenOf(
        camera,
        state.surface,
        ...over(square, timeOf(state, state.frame.step), square.high[1], 0),
      )
      furniture.flag(x, y - 16, `t = ${state.frame.t.toFixed(3)}`, true)
    },
    grids(state, step) {
      const { run, layers } = state
      const square = run?.dimension === 2 && layers.density ? squareOf(state, false) : null
      if (square === null) return { density: null, score: null }
      const scale = scaleAt(state, step)
      const spacing = ([0, 1] as const).map(
        (axis) => (square.high[axis] - square.low[axis]) / (nodes - 1) / scale,
      )
      return {
        density: { counts: [nodes, nodes], origin: square.low.map((low) => low / scale), spacing },
        score: null,
      }
    },
    project(state, values, index) {
      if (shown === null || state.frame === null) return [NaN, NaN]
      const { square, strip } = shown
      const { frame } = state
      const scale = scaleAt(state, frame.step)
      if (strip !== null) {
        const [a, b] = [timeOf(state, frame.step), values[index]! * scale]
        const up = surfaceHeight(stripAt(strip, square, a, b) / strip.top, square.tall, limit)
        return screenOf(camera, state.surface, ...over(square, a, b, up))
      }
      const [x, y] = [values[2 * index]!, values[2 * index + 1]!]
      const p = frame.density === null ? 0 : fieldAt(frame.density.grid, frame.density.values, 1, 0, x, y)
      const up = surfaceHeight(p / scale ** 2 / state.densityTop, square.tall, limit)
      return screenOf(camera, state.surface, ...over(square, x * scale, y * scale, up))
    },
    dispose() {
      for (const layer of order) layer.dispose()
      heights.dispose()
    },
  }
}

/** Value of a strip at a place of the long axis and of x, between its nodes */
function stripAt({ values, columns, rows }: Strip, { low, high }: Square, a: number, b: number): number {
  const grid = {
    counts: [columns, rows],
    origin: low,
    spacing: [(high[0] - low[0]) / (columns - 1), (high[1] - low[1]) / (rows - 1)],
  }
  return fieldAt(grid, values, 1, 0, a, b)
}
