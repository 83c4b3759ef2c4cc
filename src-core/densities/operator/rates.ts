import { shape, spacing } from '#core/numeric/grids/grid'
import type { Transport } from '../transport'
import { changCooperRates } from './chang-cooper'

/**
 * Chang and Cooper's rates at the faces of an axis at one time, [count + 1, lines] each. They are shared by all operators
 * of a problem and made anew for another time when two others have been asked for since: ask again before each use.
 */
export interface Rates {
  t: number
  readonly forward: Float64Array
  readonly backward: Float64Array
}

export const noRates: Rates = { t: NaN, forward: new Float64Array(0), backward: new Float64Array(0) }

/** Times whose rates are kept for each axis: an extrapolated scheme asks for two, each from two runs. */
const KEPT = 2

interface AxisRates {
  readonly known: Rates[]
  readonly velocity: Float64Array
  readonly diffusivity: Float64Array
}
const kept = new WeakMap<Transport, AxisRates[]>()

export function ratesOf(problem: Transport, axis: 0 | 1, t: number): Rates {
  const axes = kept.get(problem) ?? problem.grid.axes.map((_, a) => roomFor(problem, a))
  kept.set(problem, axes)
  const { known, velocity, diffusivity } = axes[axis]!
  const found = known.find((rates) => rates.t === t || problem.steady)
  if (found !== undefined) return found
  const faces = velocity.length
  const made =
    known.length < KEPT
      ? { t, forward: new Float64Array(faces), backward: new Float64Array(faces) }
      : known.shift()!
  made.t = t
  known.push(made)
  computeRates(made, velocity, diffusivity, problem, axis)
  return made
}

function roomFor(problem: Transport, axis: number): AxisRates {
  const [nx, ny] = shape(problem.grid)
  const faces = axis === 0 ? (nx + 1) * ny : (ny + 1) * nx
  return { known: [], velocity: new Float64Array(faces), diffusivity: new Float64Array(faces) }
}

function computeRates(
  { t, forward, backward }: Rates,
  velocity: Float64Array,
  diffusivity: Float64Array,
  problem: Transport,
  axis: 0 | 1,
): void {
  const [nx, ny] = shape(problem.grid)
  const [count, lines] = axis === 0 ? [nx, ny] : [ny, nx]
  const h = spacing(problem.grid.axes[axis]!)
  const ends = problem.ends[axis]!
  problem.faces(axis, t, velocity, diffusivity)
  const last = count * lines
  changCooperRates(forward, backward, velocity, diffusivity, h, 0, last + lines)
  if (ends === 'periodic') {
    // One face, whatever a coefficient that is not periodic says at its two ends.
    forward.copyWithin(last, 0, lines)
    backward.copyWithin(last, 0, lines)
    return
  }
  for (const [end, at] of [
    [ends.low, 0],
    [ends.high, last],
  ] as const) {
    if (end.kind === 'value')
      changCooperRates(forward, backward, velocity, diffusivity, h / 2, at, at + lines)
    else {
      forward.fill(0, at, at + lines)
      backward.fill(0, at, at + lines)
    }
  }
}
