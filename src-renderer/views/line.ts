import { Matrix4, OrthographicCamera, Scene } from 'three'
import { isDifference } from '#core/protocol/density-source'
import { linear, pathColour } from '../stage/palette'
import { colourBar } from '../stage/furniture/keys'
import { placeOf } from '../stage/rules/long-axis'
import { tickLabel, ticks } from '../stage/rules/ticks'
import type { Rest } from '../stage/stage-api'
import { scaleAt, type StageState } from '../stage/stage-state'
import { createDensity } from './layers/density'
import { createLines, type Rgb } from './layers/lines'
import { createMarks } from './layers/marks'
import { longValues } from '../stage/time-axis'
import { addPathMarks, addPaths, type Place } from './layers/path-marks'
import { histogram, lineBox, momentsOf, profileReach, type LineBox } from './line-layout'
import { createStrip, frameColumn, type Strip } from './strip'
import { addDashed, dashed } from './rest-lines'
import type { View } from './view'

/** Of the strip, under curves and paths */
const fill = 0.82

/** Values at even places of x, and the size that reaches furthest */
interface Profile {
  readonly values: Float32Array
  readonly top: number
}

function columnAt({ values, columns, rows, top }: Strip, at: number): Profile {
  const column = Math.min(columns - 1, Math.max(0, Math.round(at * (columns - 1))))
  return { values: values.subarray(column * rows, (column + 1) * rows), top }
}

/** What is drawn at the playhead: the frame's own density, where it is one that the strip has not. */
function presentOf(state: StageState, strip: Strip | null, now: number): Profile | null {
  if (strip === null) return null
  const source = state.frame?.density?.source ?? strip.source
  if (source === strip.source) return columnAt(strip, now)
  const values = frameColumn(state, strip.rows)
  if (values === null) return null
  return { values, top: isDifference(source) === strip.difference ? strip.top : state.densityTop }
}

/** What the density tends to, standing at the playhead beside what it is now; pixels */
function restProfile(
  { grid, values }: Rest,
  box: LineBox,
  top: number,
  x: number,
  reach: number,
): (readonly [number, number])[] {
  return Array.from(
    values,
    (value, i) =>
      [x + reach * profileReach(value / top), box.y(grid.origin[0]! + i * grid.spacing[0]!)] as const,
  )
}

/** One-dimensional data: time runs across, noise left; the strip is p(x, t), ridges its shape at some times. */
export function createLine(): View {
  const scene = new Scene()
  const camera = new OrthographicCamera(0, 1, 1, 0, -1, 1)
  const strip = createDensity()
  const ridges = createLines()
  const [runPaths, flowPaths, bars, curve, head, rest] = [
    createLines(),
    createLines(),
    createLines(),
    createLines(),
    createLines(),
    createLines(),
  ] as const
  const marks = createMarks()
  const order = [strip, ridges, runPaths, flowPaths, head, bars, curve, rest, marks]
  for (const { object } of order) scene.add(object)
  const read = createStrip()
  let shown: Strip | null = null

  function showStrip(state: StageState, box: LineBox): void {
    shown = read(state)
    strip.object.visible = shown !== null && state.layers.density
    if (shown === null) return
    strip.setField(shown.values, shown.columns, shown.rows, shown.max)
    strip.setPlace(new Matrix4().makeScale(box.width, box.height, 1).setPosition(box.left, box.bottom, 0))
    strip.setLook(state.palette, {
      peak: shown.max / shown.top,
      fill,
      contours: state.layers.contours,
      map: shown.map,
      veil: false,
      line: state.surface.ratio * state.surface.weight,
    })
  }

  /** Values over x, standing on the vertical line of a time; `reach` pixels for the top, to the left what is negative. */
  function profile(
    lines: typeof ridges,
    box: LineBox,
    at: number,
    { values, top }: Profile,
    reach: number,
    colour: Rgb,
    alpha: number,
  ): void {
    const x = box.left + at * box.width
    lines.move()
    values.forEach((value, j) =>
      lines.point(
        x + reach * profileReach(value / top),
        box.bottom + (j / (values.length - 1)) * box.height,
        0,
        colour,
        alpha,
      ),
    )
  }

  /** Mean and mean ± 2 deviations of the grid's density along the run. */
  function band(box: LineBox, { values, columns, rows }: Strip, colour: Rgb): void {
    const moments = momentsOf(values, columns, rows, box)
    for (const away of [-2, 0, 2]) {
      flowPaths.move()
      moments.forEach(([mean, deviation], c) => {
        const y = box.y(mean + away * deviation)
        const inside = y >= box.bottom && y <= box.bottom + box.height
        flowPaths.point(
          box.left + (c / (columns - 1)) * box.width,
          y,
          0,
          colour,
          inside ? (away === 0 ? 0.95 : 0.7) : 0,
        )
      })
    }
  }

  return {
    scene,
    camera,
    update(state) {
      const { surface, palette, layers, frame, run, axis } = state
      const box = lineBox(state)
      Object.assign(camera, { right: surface.size.width, top: surface.size.height })
      camera.updateProjectionMatrix()
      for (const lines of [ridges, runPaths, flowPaths, bars, rest, curve, head]) lines.clear()
      marks.clear()
      showStrip(state, box)
      const step = frame?.step ?? 0
      const colour = pathColour(palette, state.lambda)
      if (run !== null && axis !== null && run.dimension === 1) {
        const now = placeOf(axis, longValues(run)[step] ?? 0)
        const place: Place = (values, at, s) => {
          const x = axis.at[s]!
          if (Number.isNaN(x)) return null
          return [box.left + x * box.width, box.y(values[at]! * scaleAt(state, s)), 0]
        }
        const reach = 0.075 * box.width
        if (layers.contours && shown !== null)
          for (let i = 0; i < 12; i++)
            profile(ridges, box, i / 12, columnAt(shown, i / 12), reach, linear(palette.contour), 0.5)
        const from = state.fork ?? 0
        if (layers.paths && state.paths !== null)
          addPaths(runPaths, state.paths, from, step, place, { colour, old: 0.55, now: 1, future: 0.16 })
        if (layers.twins && state.twins !== null)
          addPaths(flowPaths, state.twins, from, step, place, {
            colour: palette.ode,
            old: 0.55,
            now: 1,
            future: 0.2,
          })
        if (run.direction === 'time' && run.grid?.what === 'density' && shown?.difference === false)
          band(box, shown, linear(palette.pde))
        addPathMarks(marks, state, step, place, true)
        if (layers.rest && state.rest !== null && shown?.difference === false) {
          const points = restProfile(state.rest, box, shown.top, box.left + now * box.width, reach)
          addDashed(rest, dashed(points), linear(palette.truth), 0.95)
        }
        const x = box.left + now * box.width
        head.move()
        head.point(x, box.bottom, 0, linear(palette.ink), 1)
        head.point(x, box.bottom + box.height, 0, linear(palette.ink), 1)
        const present = presentOf(state, shown, now)
        if (present !== null) profile(curve, box, now, present, reach, linear(palette.truth), 1)
        if (layers.particles && frame?.particles != null && shown?.difference === false && !state.signed) {
          const { top } = shown
          const bins = histogram(frame.particles, scaleAt(state, step), box, 64, run.grid?.total)
          bars.move()
          bins.forEach((p, i) => {
            const wide = reach * Math.min(1.6, p / top) ** 0.72
            bars.point(x + wide, box.bottom + (i / 64) * box.height, 0, linear(colour), 0.95)
            bars.point(x + wide, box.bottom + ((i + 1) / 64) * box.height, 0, linear(colour), 0.95)
          })
        }
      }
      const casing = { colour: palette.stage, opacity: 0.85 }
      ridges.setLook({ width: 1 }, surface)
      runPaths.setLook({ width: run?.deterministic === true ? 2.5 : 1.75, casing }, surface)
      flowPaths.setLook({ width: 2.5, casing }, surface)
      bars.setLook({ width: 1.25, casing: { colour: palette.stage, opacity: 0.6 } }, surface)
      curve.setLook({ width: 2, casing }, surface)
      rest.setLook({ width: 1.5, casing: { colour: palette.stage, opacity: 0.6 } }, surface)
      head.setLook({ width: 1.5 }, surface)
      marks.setLook(surface)
      for (const lines of [ridges, runPaths, flowPaths, bars, rest, curve, head]) lines.flush()
      marks.flush()
    },
    furnish(state, furniture) {
      const { palette, axis, words, surface, frame, run } = state
      const box = lineBox(state)
      const { width, height } = surface.size
      for (const x of ticks(box.low, box.high, box.height / 90)) {
        const y = height - box.y(x)
        furniture.line(0, y, 6, y, palette.line)
        furniture.text(10, y + 4, tickLabel(x))
      }
      if (shown !== null && state.layers.density) colourBar(furniture, state, fill, { ...shown, y: 100 })
      const floor = height - box.bottom
      const plain = run?.direction === 'time'
      furniture.text(box.left, floor + 30, plain ? words.start : words.noise, {
        weight: 600,
        size: 12,
        colour: palette.ink,
      })
      furniture.text(width - box.right, floor + 30, plain ? words.horizon : words.data, {
        weight: 600,
        size: 12,
        colour: palette.ink,
        anchor: 'end',
      })
      if (axis === null) return
      for (const v of ticks(axis.low, axis.high, box.width / 110)) {
        const x = box.left + placeOf(axis, v) * box.width
        furniture.line(x, floor, x, floor + 5, palette.line)
        furniture.text(x, floor + 17, tickLabel(v), { anchor: 'middle' })
      }
      furniture.text(box.left + box.width / 2, floor + 30, plain ? words.time : words.logSnr, {
        anchor: 'middle',
        colour: palette.label,
      })
      if (frame !== null && run !== null)
        furniture.flag(
          box.left + placeOf(axis, longValues(run)[frame.step] ?? 0) * box.width,
          height - box.bottom - box.height - 12,
          `t = ${frame.t.toFixed(3)}`,
          true,
        )
    },
    grids: () => ({ density: null, score: null }),
    project(state, values, index) {
      const box = lineBox(state)
      const step = state.frame?.step ?? 0
      const at =
        state.axis === null
          ? 0
          : placeOf(state.axis, state.run === null ? 0 : (longValues(state.run)[step] ?? 0))
      const y = box.y(values[index]! * scaleAt(state, step))
      return [box.left + at * box.width, state.surface.size.height - y]
    },
    dispose() {
      for (const layer of order) layer.dispose()
    },
  }
}
