import { Matrix4, PerspectiveCamera, Scene, Vector3 } from 'three'
import { placeCamera } from '../stage/orbit-camera'
import { linear, pathColour } from '../stage/palette'
import { arrowLength, eachArrow, scoreReference } from '../stage/rules/arrow-rule'
import { pointLook } from '../stage/rules/point-rule'
import { tickLabel, ticks } from '../stage/rules/ticks'
import { scaleAt, type StageState } from '../stage/stage-state'
import { addBox, addLine } from './box-edges'
import { createArrows } from './layers/arrows'
import { createCloud } from './layers/cloud'
import { createLines } from './layers/lines'
import { createMarks } from './layers/marks'
import { addPathMarks, addPaths, type Place } from './layers/path-marks'
import { screenOf } from './screen-of'
import type { View } from './view'

/** Half a side of the box in world units */
const half = 3
/** Arrows along each axis */
const arrowsAcross = 7

/** Three-dimensional data in a box; depth is told by colour. */
export function createVolume(): View {
  const scene = new Scene()
  const camera = new PerspectiveCamera()
  const [edges, runPaths, flowPaths] = [createLines(), createLines(), createLines()] as const
  const cloud = createCloud()
  const arrows = createArrows()
  const marks = createMarks()
  const order = [edges, cloud, arrows, runPaths, flowPaths, marks]
  for (const { object } of order) scene.add(object)
  return {
    scene,
    camera,
    update(state) {
      const { surface, palette, layers, frame, run } = state
      placeCamera(camera, state.orbit, surface.size.width, surface.size.height)
      const distance = camera.position.length()
      const depth: readonly [number, number] = [distance - half, distance + 1.7 * half]
      for (const lines of [edges, runPaths, flowPaths]) lines.clear()
      arrows.clear()
      marks.clear()
      const box = cube(state)
      const unit = half / box.half
      const step = frame?.step ?? 0
      const scale = scaleAt(state, step)
      const toWorld = (x: number, y: number, z: number): [number, number, number] => [
        (x - box.middle[0]!) * unit,
        (z - box.middle[2]!) * unit,
        -(y - box.middle[1]!) * unit,
      ]
      const faint = linear(palette.line)
      addBox(edges, [-half, -half, -half], [half, half, half], faint, 0.75)
      for (const x of ticks(-box.half, box.half, 4)) {
        addLine(edges, [x * unit, -half, half], [x * unit, -half, half + 0.12], faint, 1)
        addLine(edges, [half, -half, -x * unit], [half + 0.12, -half, -x * unit], faint, 1)
      }
      const colour = pathColour(palette, state.lambda)
      const there = run?.dimension === 3
      cloud.object.visible = layers.particles && there && frame?.particles != null
      if (there && frame?.particles != null) {
        cloud.setPositions(frame.particles, 3)
        const [cx, cy, cz] = toWorld(0, 0, 0)
        const s = scale * unit
        // x to the right, y away, z up
        cloud.setPlace(new Matrix4().set(s, 0, 0, cx, 0, 0, s, cy, 0, -s, 0, cz, 0, 0, 0, 1))
        const pixels = surface.size.height / (2 * distance * Math.tan((12 * Math.PI) / 180))
        const look = pointLook(Math.max(1, frame.shown), pixels * unit, palette.kappa, layers.paths)
        cloud.setLook(
          { ...look, diameter: Math.max(1.25, look.diameter) },
          colour,
          palette,
          surface.ratio,
          depth,
        )
      }
      const score = frame?.score ?? null
      if (there && layers.score && score !== null && score.grid.counts.length === 3) {
        const reference = scoreReference(score, null)
        const cell = (2 * half) / arrowsAcross
        const ink = linear(palette.score)
        const ground = linear(palette.stage)
        const world = new Vector3()
        eachArrow(score, null, reference, 46, ([x = 0, y = 0, z = 0], [dx = 0, dy = 0, dz = 0], length) => {
          const at = toWorld(x * scale, y * scale, z * scale)
          const reach = 0.5 * Math.min(1, length / arrowLength(1, 1, 46)) * 0.8 * cell
          const [ux, uy, uz] = [dx * reach, dz * reach, -dy * reach]
          const away = world.set(...at).distanceTo(camera.position)
          const far = Math.min(0.75, Math.max(0, (away - depth[0]) / (depth[1] - depth[0])))
          const tint = ink.map((c, i) => c + (ground[i]! - c) * far) as [number, number, number]
          arrows.add([at[0] - ux, at[1] - uy, at[2] - uz], [at[0] + ux, at[1] + uy, at[2] + uz], tint, 0.7)
        })
      }
      if (there) {
        const place: Place = (values, at, s) => {
          const k = scaleAt(state, s)
          return toWorld(values[at]! * k, values[at + 1]! * k, values[at + 2]! * k)
        }
        const from = state.fork ?? 0
        if (layers.paths && state.paths !== null)
          addPaths(runPaths, state.paths, from, step, place, { colour, old: 0.4, now: 1, future: 0 })
        if (layers.twins && state.twins !== null)
          addPaths(flowPaths, state.twins, from, step, place, {
            colour: palette.ode,
            old: 0.4,
            now: 1,
            future: 0,
          })
        addPathMarks(marks, state, step, place, true)
      }
      const casing = { colour: palette.stage, opacity: 0.85 }
      edges.setLook({ width: 1 }, surface)
      runPaths.setLook({ width: 1.75, casing }, surface)
      flowPaths.setLook({ width: 2.5, casing }, surface)
      arrows.setLook(palette, surface, false)
      marks.setLook(surface)
      for (const layer of [edges, runPaths, flowPaths, arrows, marks]) layer.flush()
    },
    furnish(state, furniture) {
      const { palette, surface } = state
      const box = cube(state)
      const unit = half / box.half
      const label = (x: number, y: number, z: number, text: string, colour?: string): void => {
        const [px, py] = screenOf(camera, surface, x, y, z)
        furniture.text(px, py + 4, text, { anchor: 'middle', ...(colour === undefined ? {} : { colour }) })
      }
      const [first, second] = [box.middle[0]!, box.middle[1]!]
      for (const x of ticks(first - box.half, first + box.half, 4))
        label((x - first) * unit, -half, half + 0.38, tickLabel(x))
      for (const x of ticks(second - box.half, second + box.half, 4))
        label(half + 0.38, -half, (second - x) * unit, tickLabel(x))
      label(0, -half, half + 0.85, '*x*_1', palette.label)
      label(half + 0.85, -half, 0, '*x*_2', palette.label)
      label(-half - 0.25, 0, half + 0.25, '*x*_3', palette.label)
    },
    grids(state, step) {
      if (!state.layers.score || state.run?.dimension !== 3) return { density: null, score: null }
      const box = cube(state)
      const s = scaleAt(state, step)
      const spacing = (2 * box.half) / arrowsAcross / s
      const origin = box.middle.map((m) => m / s - 0.5 * (arrowsAcross - 1) * spacing)
      const counts = [arrowsAcross, arrowsAcross, arrowsAcross]
      return { density: null, score: { counts, origin, spacing: [spacing, spacing, spacing] } }
    },
    project(state, values, index) {
      const box = cube(state)
      const unit = (half / box.half) * 1
      const s = scaleAt(state, state.frame?.step ?? 0)
      const [x, y, z] = [0, 1, 2].map((k) => (values[3 * index + k]! * s - box.middle[k]!) * unit)
      return screenOf(camera, state.surface, x!, z!, -y!)
    },
    dispose() {
      for (const layer of order) layer.dispose()
    },
  }
}

/** The run's box as a cube: equal scales on all axes. */
function cube({ run }: StageState): { readonly middle: readonly number[]; readonly half: number } {
  const low = run?.box.low ?? [-1, -1, -1]
  const high = run?.box.high ?? [1, 1, 1]
  const middle = [0, 1, 2].map((k) => 0.5 * ((low[k] ?? -1) + (high[k] ?? 1)))
  const widest = Math.max(...[0, 1, 2].map((k) => (high[k] ?? 1) - (low[k] ?? -1)))
  return { middle, half: 0.5 * widest }
}
