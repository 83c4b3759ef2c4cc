import { OrthographicCamera, Scene } from 'three'
import { colourBar } from '../stage/furniture/keys'
import { linear, lookUp } from '../stage/palette'
import { placeOf } from '../stage/rules/long-axis'
import { surfaceHeight } from '../stage/rules/surface'
import { tickLabel, ticks } from '../stage/rules/ticks'
import { densityTransfer, signedTransfer } from '../stage/rules/transfer'
import { scaleAt, type StageState } from '../stage/stage-state'
import { longValues } from '../stage/time-axis'
import { createLines, type Rgb } from './layers/lines'
import { createRibbons } from './layers/ribbons'
import { ridgeLayout, type RidgeLayout, ridges } from './ridge-layout'
import { createStrip, type Strip } from './strip'
import type { View } from './view'

/** Heights beyond this share of the top are cut off. */
const limit = 1.5
/** How much of the colour of the map a filled profile has */
const fill = 0.85

/** What lives on a line: its densities stacked over time, each in front of those before it. */
export function createRidges(): View {
  const scene = new Scene()
  const camera = new OrthographicCamera(0, 1, 1, 0, -2, ridges + 2)
  const areas = createRibbons()
  const [curves, now] = [createLines(true), createLines(true)] as const
  const order = [areas, curves, now]
  for (const { object } of order) scene.add(object)
  const read = createStrip()
  let shown: { strip: Strip; layout: RidgeLayout } | null = null

  /** A profile at a place of the long axis: its area, and its outline into `lines`. */
  function add(
    state: StageState,
    at: number,
    z: number,
    lines: typeof curves,
    colour: Rgb,
    alpha: number,
    colours: Float32Array,
  ): void {
    if (shown === null) return
    const { strip, layout } = shown
    const { columns, rows, values, top, map } = strip
    const ground = linear(state.palette.stage)
    const column = Math.min(columns - 1, Math.max(0, Math.round(at * (columns - 1))))
    const foot = layout.foot(at)
    const points = Array.from({ length: rows }, (_, j) => {
      const share = values[column * rows + j]! / top
      const place = Math.round(255 * (map === 'signed' ? signedTransfer(share) : densityTransfer(share)))
      const part = (k: 0 | 1 | 2): number => (1 - fill) * ground[k] + fill * colours[4 * place + k]!
      return {
        x: layout.left(at) + (j / (rows - 1)) * layout.width,
        top: foot + surfaceHeight(share, layout.tall, limit),
        colour: [part(0), part(1), part(2)] as const,
      }
    })
    if (state.layers.density) areas.add(points, foot, z, ground)
    lines.move()
    for (const { x, top: y } of points) lines.point(x, y, z, colour, alpha)
  }

  return {
    bodies: true,
    scene,
    camera,
    update(state) {
      const { surface, palette, axis, run, frame } = state
      Object.assign(camera, { right: surface.size.width, top: surface.size.height })
      camera.position.z = ridges + 1
      camera.updateProjectionMatrix()
      camera.updateMatrixWorld()
      for (const layer of [areas, curves, now]) layer.clear()
      const strip = read(state)
      shown = strip === null ? null : { strip, layout: ridgeLayout(state, strip.map === 'signed') }
      if (shown !== null && axis !== null && run !== null) {
        const head = placeOf(axis, longValues(run)[frame?.step ?? 0] ?? 0)
        const colours = lookUp(palette[shown.strip.map])
        const line = linear(shown.strip.map === 'signed' ? palette.label : palette.contour)
        for (let i = 0; i < ridges; i++) {
          const at = i / (ridges - 1)
          // The one at the playhead stands in for what would all but lie on it.
          if (Math.abs(at - head) < 0.3 / (ridges - 1)) continue
          add(state, at, i, curves, line, at > head ? 0.45 : 0.9, colours)
        }
        add(state, head, head * (ridges - 1) + 0.01, now, linear(palette.truth), 1, colours)
      }
      curves.setLook({ width: 1 }, surface)
      now.setLook({ width: 2.25, casing: { colour: palette.stage, opacity: 0.7 } }, surface)
      for (const layer of [areas, curves, now]) layer.flush()
    },
    furnish(state, furniture) {
      if (shown === null || state.axis === null || state.run === null) return
      const { strip, layout } = shown
      const { palette, words, surface, axis, frame, run } = state
      const { height } = surface.size
      if (state.layers.density) colourBar(furniture, state, fill, { ...strip, y: 72 })
      const floor = height - layout.foot(1)
      for (const x of ticks(layout.low, layout.high, layout.width / 90)) {
        const px = layout.x(1, x)
        furniture.line(px, floor + 3, px, floor + 8, palette.line)
        furniture.text(px, floor + 21, tickLabel(x), { anchor: 'middle' })
      }
      furniture.text(layout.left(1) + layout.width / 2, floor + 36, '*x*', {
        anchor: 'middle',
        size: 12,
        colour: palette.label,
      })
      // Time stands along the left ends, from the upper left to the lower right.
      const head = frame === null ? NaN : placeOf(axis, longValues(run)[frame.step] ?? 0)
      for (const v of ticks(axis.low, axis.high, 6)) {
        const at = placeOf(axis, v)
        const [px, py] = [layout.left(at), height - layout.foot(at)]
        furniture.line(px - 8, py, px - 3, py, palette.line)
        if (Math.abs(at - head) * (layout.foot(0) - layout.foot(1)) > 18)
          furniture.text(px - 12, py + 4, tickLabel(v), { anchor: 'end' })
      }
      const plain = run.direction === 'time'
      furniture.text(
        layout.left(0) + layout.width + 8,
        height - layout.foot(0) + 4,
        plain ? words.start : words.noise,
        {
          weight: 600,
          size: 12,
          colour: palette.ink,
        },
      )
      furniture.text(layout.left(1) + layout.width + 8, floor + 4, plain ? words.horizon : words.data, {
        weight: 600,
        size: 12,
        colour: palette.ink,
      })
      if (frame === null) return
      furniture.flag(
        Math.max(40, layout.left(head) - 38),
        height - layout.foot(head),
        `t = ${frame.t.toFixed(3)}`,
        true,
      )
    },
    grids: () => ({ density: null, score: null }),
    project(state, values, index) {
      const { axis, run, frame, surface } = state
      if (shown === null || axis === null || run === null || frame === null) return [NaN, NaN]
      const { layout } = shown
      const at = placeOf(axis, longValues(run)[frame.step] ?? 0)
      return [
        layout.x(at, values[index]! * scaleAt(state, frame.step)),
        surface.size.height - layout.foot(at),
      ]
    },
    dispose() {
      for (const layer of order) layer.dispose()
    },
  }
}
