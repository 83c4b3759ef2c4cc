import { toScreen } from '../camera-plane'
import { pathColour } from '../palette'
import type { PathSet, StageState } from '../stage-state'

/** Places a state of a path on the plane of a view. */
export type Placement = (values: Float32Array, at: number, step: number) => readonly [number, number]

/** In the plane: coordinates 0 and 1, scaled as the stage is. */
export function planePlacement(state: StageState): Placement {
  return (values, at, step) => {
    const scale = state.scales[step] ?? 1
    return toScreen(state.camera, state.size, values[at]! * scale, values[at + 1]! * scale)
  }
}

/** On the line: the timeline runs to the right, the coordinate upwards. */
export function linePlacement(state: StageState): Placement {
  return (values, at, step) =>
    toScreen(state.camera, state.size, state.fractions[step] ?? 0, values[at]! * (state.scales[step] ?? 1))
}

/** Picked paths up to now: the run's own, straight between steps, and the flow from the same start. */
export function drawPaths(context: CanvasRenderingContext2D, state: StageState, place: Placement): void {
  const { paths, frame, palette, run } = state
  if (paths === null || frame === null || run === null || run.direction === 'forward') {
    if (paths !== null && frame !== null && run !== null)
      drawSet(context, state, place, paths.run, palette.sde, 1.75)
    return
  }
  const own = pathColour(palette, state.lambda)
  if (!run.deterministic) drawSet(context, state, place, paths.run, own, 1.75)
  drawSet(context, state, place, paths.flow, palette.ode, 2.5)
  drawMarks(context, state, place, paths, own)
}

function drawSet(
  context: CanvasRenderingContext2D,
  state: StageState,
  place: Placement,
  values: Float32Array,
  colour: string,
  width: number,
): void {
  const { paths, frame, run, palette } = state
  if (paths === null || frame === null || run === null) return
  const d = run.dimension
  const steps = run.times.length
  context.lineJoin = 'round'
  context.lineCap = 'round'
  for (let row = 0; row < paths.particles.length; row++) {
    const faint = state.picked !== null && paths.particles[row] !== state.picked
    context.beginPath()
    for (let step = 0; step <= frame.step; step++) {
      const [x, y] = place(values, (row * steps + step) * d, step)
      if (step === 0) context.moveTo(x, y)
      else context.lineTo(x, y)
    }
    context.globalAlpha = faint ? 0.45 : 0.85
    context.strokeStyle = palette.stage
    context.lineWidth = width + 2.5
    context.stroke()
    context.globalAlpha = faint ? 0.5 : 1
    context.strokeStyle = colour
    context.lineWidth = width
    context.stroke()
  }
  context.globalAlpha = 1
}

function drawMarks(
  context: CanvasRenderingContext2D,
  state: StageState,
  place: Placement,
  paths: PathSet,
  own: string,
): void {
  const { frame, run, palette } = state
  if (frame === null || run === null) return
  const steps = run.times.length
  paths.particles.forEach((particle, row) => {
    const at = (step: number): number => (row * steps + step) * run.dimension
    const start = place(paths.run, at(0), 0)
    disc(context, start, 3.25, palette.stage, palette.ink, 1.5)
    disc(context, place(paths.flow, at(frame.step), frame.step), 4.5, palette.ode, palette.stage, 1.5)
    if (!run.deterministic)
      disc(context, place(paths.run, at(frame.step), frame.step), 4.5, own, palette.stage, 1.5)
    if (particle === state.picked) {
      const now = place(run.deterministic ? paths.flow : paths.run, at(frame.step), frame.step)
      disc(context, now, 10, null, palette.ink, 2)
      label(context, `#${particle}`, now[0] + 15, now[1] - 12, palette.ink, palette.stage)
    }
  })
}

function disc(
  context: CanvasRenderingContext2D,
  [x, y]: readonly [number, number],
  radius: number,
  fill: string | null,
  stroke: string,
  width: number,
): void {
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  if (fill !== null) {
    context.fillStyle = fill
    context.fill()
  }
  context.strokeStyle = stroke
  context.lineWidth = width
  context.stroke()
}

function label(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  colour: string,
  ground: string,
): void {
  context.font = '500 12px "Inter Variable", system-ui'
  const width = context.measureText(text).width
  context.globalAlpha = 0.8
  context.fillStyle = ground
  context.beginPath()
  context.roundRect(x - 5, y - 13, width + 10, 18, 4)
  context.fill()
  context.globalAlpha = 1
  context.fillStyle = colour
  context.fillText(text, x, y)
}
