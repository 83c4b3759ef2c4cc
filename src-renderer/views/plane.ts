import { Matrix4, OrthographicCamera, Scene } from 'three'
import { linear, pathColour, seenOpacity } from '../stage/palette'
import { colourBar, planeTicks, scaleKeys } from '../stage/furniture/keys'
import { toScreen } from '../stage/plane-camera'
import { eachArrow, scoreReference, type Density, type Score } from '../stage/rules/arrow-rule'
import { planeGrid } from '../stage/rules/plane-grid'
import { pointLook } from '../stage/rules/point-rule'
import { streamlines, type Curves } from '../stage/rules/streamlines'
import { mapOf, scaleAt, type StageState } from '../stage/stage-state'
import { type Arrows, createArrows } from './layers/arrows'
import { createDensity } from './layers/density'
import { createLines } from './layers/lines'
import { createMarks } from './layers/marks'
import { addPathMarks, addPaths, type Place } from './layers/path-marks'
import { createPlaneCloud } from './layers/plane-cloud'
import { addMesh, addTrails } from './layers/plane-lines'
import { createRestContours } from './rest-lines'
import type { View } from './view'

/** CSS pixels between nodes of the density's grid; the spline between them keeps contours smooth. */
const densitySpacing = 8

/** Two-dimensional data, seen from above. `software`: there is no graphics chip. */
export function createPlane(software: boolean): View {
  const scene = new Scene()
  const camera = new OrthographicCamera(-1, 1, 1, -1, -1, 1)
  const density = createDensity()
  const cloud = createPlaneCloud(software)
  const arrows = createArrows()
  const learnedArrows = createArrows()
  const marks = createMarks()
  const [mesh, streaks, flow, runPaths, flowPaths, rest] = [
    createLines(),
    createLines(),
    createLines(),
    createLines(),
    createLines(),
    createLines(),
  ] as const
  const order = [density, mesh, streaks, cloud, rest, flow, arrows, learnedArrows, runPaths, flowPaths, marks]
  for (const { object } of order) scene.add(object)
  let key: { length: number; reference: number } | null = null
  const addRest = createRestContours()
  let curves: { of: Score; curves: Curves } | null = null
  const fillOf = (state: StageState): number =>
    state.layers.particles && state.frame !== null
      ? pointLook(Math.max(1, state.frame.shown), state.plane.k, state.palette.kappa, false).densityFill
      : 1

  const place =
    (state: StageState): Place =>
    (values, at, step) => {
      const s = scaleAt(state, step)
      return [values[at]! * s, values[at + 1]! * s, 0]
    }

  function showDensity(state: StageState, field: Density, scale: number): void {
    const [columns = 2, rows = 2] = field.grid.counts
    density.setField(field.values, columns, rows, field.max)
    const [x, y] = [field.grid.origin[0]! * scale, field.grid.origin[1]! * scale]
    const [width, height] = [
      (columns - 1) * field.grid.spacing[0]! * scale,
      (rows - 1) * field.grid.spacing[1]! * scale,
    ]
    density.setPlace(new Matrix4().makeScale(width, height, 1).setPosition(x, y, 0))
    density.setLook(state.palette, {
      peak: field.max / scale ** 2 / state.densityTop,
      fill: state.layers.density ? fillOf(state) : 0,
      contours: state.layers.contours,
      map: mapOf(state),
      veil: false,
      line: state.surface.ratio * state.surface.weight,
    })
  }

  function showScore(state: StageState, score: Score, field: Density | null, scale: number): void {
    const { plane, palette } = state
    arrows.clear()
    learnedArrows.clear()
    flow.clear()
    if (state.layers.score) {
      const cell = arrowCell(state)
      const reference = scoreReference(score, field)
      key = { length: 0.8 * cell, reference }
      const learned = state.layers.learned ? (state.frame?.learned ?? null) : null
      const show = (into: Arrows, values: Float32Array, colour: string): void =>
        eachArrow(
          { ...score, values },
          field,
          reference,
          cell,
          ([x = 0, y = 0], [dx = 0, dy = 0], length, alpha) => {
            const half = (0.5 * length) / plane.k
            const [cx, cy] = [x * scale, y * scale]
            into.add(
              [cx - dx * half, cy - dy * half, 0],
              [cx + dx * half, cy + dy * half, 0],
              linear(colour),
              seenOpacity(alpha, palette),
            )
          },
        )
      show(arrows, score.values, learned === null ? palette.score : palette.truth)
      if (learned !== null && learned.length === score.values.length)
        show(learnedArrows, learned, palette.learned)
    }
    if (state.layers.streamlines) {
      const pixel = 1 / (plane.k * scale)
      if (curves?.of !== score) curves = { of: score, curves: streamlines(score, 5 * pixel, 22 * pixel, 160) }
      for (const points of curves.curves) {
        flow.move()
        // From faint to strong along the flow: the direction is seen without a head.
        for (let i = 0; i < points.length; i += 2)
          flow.point(
            points[i]! * scale,
            points[i + 1]! * scale,
            0,
            linear(palette.score),
            0.12 + (0.6 * i) / points.length,
          )
      }
    }
    flow.setLook({ width: 1.1 }, state.surface)
    arrows.setLook(palette, state.surface, false)
    learnedArrows.setLook(palette, state.surface, true)
  }

  return {
    scene,
    camera,
    update(state) {
      const { surface, plane, palette, layers, frame, run } = state
      const [w, h] = [(0.5 * surface.size.width) / plane.k, (0.5 * surface.size.height) / plane.k]
      Object.assign(camera, { left: -w, right: w, top: h, bottom: -h })
      camera.position.set(plane.x, plane.y, 0)
      camera.updateProjectionMatrix()
      camera.updateMatrixWorld()
      const step = frame?.step ?? 0
      const scale = scaleAt(state, step)
      const field = frame?.density ?? null
      if (field !== null && field.grid.counts.length === 2) showDensity(state, field, scale)
      density.object.visible = field !== null && (layers.density || layers.contours)
      key = null
      const score = frame?.score ?? null
      if (score !== null && score.grid.counts.length === 2) showScore(state, score, field, scale)
      else {
        arrows.clear()
        learnedArrows.clear()
        flow.clear()
      }
      arrows.flush()
      learnedArrows.flush()
      flow.flush()
      const colour = pathColour(palette, state.lambda)
      const paths = layers.paths && state.paths !== null && run?.dimension === 2
      if (frame?.particles != null && run?.dimension === 2) {
        const look = pointLook(Math.max(1, frame.shown), plane.k, palette.kappa, paths)
        const heavy = surface.weight > 1
        const point = {
          ...look,
          diameter: look.diameter * (heavy ? 1.4 : 1),
          opacity: Math.max(heavy ? 0.3 : 0, look.opacity),
        }
        if (layers.particles) cloud.show(frame.particles, { scale, plane, surface, point, colour, palette })
      }
      cloud.object.visible = layers.particles && frame?.particles != null && run?.dimension === 2
      addTrails(streaks, state, colour)
      addMesh(mesh, state)
      rest.clear()
      addRest(rest, state)
      rest.setLook({ width: 1.5, casing: { colour: palette.stage, opacity: 0.3 } }, surface)
      rest.flush()
      runPaths.clear()
      flowPaths.clear()
      marks.clear()
      if (run?.dimension === 2) {
        const from = Math.min(state.fork ?? 0, step)
        const at = place(state)
        // From the very start there is more path than the eye can follow: what is old sinks back.
        const old = state.fork === null ? 0.18 : 0.55
        if (layers.paths && state.paths !== null)
          addPaths(runPaths, state.paths, from, step, at, { colour, old, now: 1, future: 0 })
        if (layers.twins && state.twins !== null)
          addPaths(flowPaths, state.twins, from, step, at, {
            colour: palette.ode,
            old,
            now: 1,
            future: 0,
          })
        addPathMarks(marks, state, step, at, true)
      }
      const casing = { colour: palette.stage, opacity: 0.85 }
      runPaths.setLook({ width: run?.deterministic === true ? 2.5 : 1.75, casing }, surface)
      flowPaths.setLook({ width: 2.5, casing }, surface)
      marks.setLook(surface)
      for (const lines of [runPaths, flowPaths, marks]) lines.flush()
    },
    furnish(state, furniture) {
      planeTicks(furniture, state)
      scaleKeys(furniture, state, state.layers.score ? key : null)
      if (state.layers.density && state.frame?.density != null) colourBar(furniture, state, fillOf(state))
      const { selected, paths, frame, plane, surface } = state
      const index = paths === null || selected === null ? -1 : paths.particles.indexOf(selected)
      if (paths === null || frame === null || index < 0 || !state.layers.paths || state.run?.dimension !== 2)
        return
      const at = place(state)(paths.values, 2 * (index * (paths.steps + 1) + frame.step), frame.step)
      if (at === null) return
      const [x, y] = toScreen(plane, surface.size, at[0], at[1])
      furniture.flag(x + 38, y - 18, `#${selected}`)
    },
    grids(state, step) {
      const { layers, surface } = state
      const score = layers.score || layers.streamlines
      const cell = arrowCell(state)
      return {
        density: layers.density || layers.contours ? planeGrid(state, step, densitySpacing, false) : null,
        score: score ? planeGrid(state, step, surface.size.width > 0 ? cell : 46, true) : null,
      }
    },
    project(state, values, index) {
      const scale = scaleAt(state, state.frame?.step ?? 0)
      return toScreen(
        state.plane,
        state.surface.size,
        values[2 * index]! * scale,
        values[2 * index + 1]! * scale,
      )
    },
    dispose() {
      for (const layer of order) layer.dispose()
    },
  }
}

/** CSS pixels between arrows. */
function arrowCell({ surface }: StageState): number {
  return (surface.size.width < 900 ? 40 : 46) * (surface.weight > 1 ? 1.3 : 1)
}
