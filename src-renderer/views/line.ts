import { Matrix4, OrthographicCamera, Scene } from 'three'
import { linear, pathColour } from '../stage/palette'
import { placeOf } from '../stage/rules/long-axis'
import { tickLabel, ticks } from '../stage/rules/ticks'
import { scaleAt, type StageState } from '../stage/stage-state'
import { createDensity } from './layers/density'
import { createLines, type Rgb } from './layers/lines'
import { createMarks } from './layers/marks'
import { longValues } from '../stage/time-axis'
import { addPathMarks, addPaths, type Place } from './layers/path-marks'
import { histogram, lineBox, momentsOf, resampleStrip, usualTop, type LineBox } from './line-layout'
import type { View } from './view'

const columns = 320

/** One-dimensional data: time runs across, noise left; the strip is p(x, t), ridges its shape at some times. */
export function createLine(): View {
  const scene = new Scene()
  const camera = new OrthographicCamera(0, 1, 1, 0, -1, 1)
  const strip = createDensity()
  const ridges = createLines()
  const [runPaths, flowPaths, bars, curve, head] = [
    createLines(),
    createLines(),
    createLines(),
    createLines(),
    createLines(),
  ] as const
  const marks = createMarks()
  const order = [strip, ridges, runPaths, flowPaths, head, bars, curve, marks]
  for (const { object } of order) scene.add(object)
  let resampled: { of: Float32Array; key: string; values: Float32Array; max: number } | null = null

  function showStrip(state: StageState, box: LineBox): void {
    const { ridgeline, axis } = state
    strip.object.visible = ridgeline !== null && axis !== null && state.layers.density
    if (ridgeline === null || axis === null) return
    const key = [box.low, box.high, state.scales[0], state.scales.length].join()
    if (resampled?.of !== ridgeline.values || resampled.key !== key) {
      const { values, max } = resampleStrip(ridgeline, axis, state.scales, columns, box)
      const top = state.run?.direction === 'time' ? usualTop(values, columns, max) : max
      resampled = { of: ridgeline.values, key, values, max: top }
    }
    strip.setField(resampled.values, columns, resampled.values.length / columns, resampled.max)
    strip.setPlace(new Matrix4().makeScale(box.width, box.height, 1).setPosition(box.left, box.bottom, 0))
    strip.setLook(state.palette, {
      peak: 1,
      fill: 0.82,
      contours: state.layers.contours,
      alone: true,
      veil: false,
      line: state.surface.ratio * state.surface.weight,
    })
  }

  /** p(x) at a time, standing on its vertical line; `reach` pixels for the highest of the run. */
  function profile(
    lines: typeof ridges,
    box: LineBox,
    at: number,
    reach: number,
    colour: Rgb,
    alpha: number,
  ): void {
    if (resampled === null) return
    const rows = resampled.values.length / columns
    const column = Math.min(columns - 1, Math.max(0, Math.round(at * (columns - 1))))
    const x = box.left + at * box.width
    lines.move()
    for (let j = 0; j < rows; j++) {
      const p = Math.min(1.6, resampled.values[column * rows + j]! / resampled.max)
      lines.point(x + reach * p ** 0.72, box.bottom + (j / (rows - 1)) * box.height, 0, colour, alpha)
    }
  }

  /** Mean and mean ± 2 deviations of the grid's density along the run. */
  function band(box: LineBox, colour: Rgb): void {
    if (resampled === null) return
    const rows = resampled.values.length / columns
    const moments = momentsOf(resampled.values, columns, rows, box)
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
      for (const lines of [ridges, runPaths, flowPaths, bars, curve, head]) lines.clear()
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
        if (layers.contours)
          for (let i = 0; i < 12; i++) profile(ridges, box, i / 12, reach, linear(palette.contour), 0.5)
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
        if (run.direction === 'time' && run.grid?.what === 'density' && resampled !== null)
          band(box, linear(palette.pde))
        addPathMarks(marks, state, step, place, true)
        const x = box.left + now * box.width
        head.move()
        head.point(x, box.bottom, 0, linear(palette.ink), 1)
        head.point(x, box.bottom + box.height, 0, linear(palette.ink), 1)
        profile(curve, box, now, reach, linear(palette.truth), 1)
        if (layers.particles && frame?.particles != null && resampled !== null) {
          const bins = histogram(frame.particles, scaleAt(state, step), box, 64)
          bars.move()
          bins.forEach((p, i) => {
            const wide = reach * Math.min(1.6, p / resampled!.max) ** 0.72
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
      head.setLook({ width: 1.5 }, surface)
      marks.setLook(surface)
      for (const lines of [ridges, runPaths, flowPaths, bars, curve, head]) lines.flush()
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
