import { cellSize } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import { Operator } from './operator/operator'
import type { DensityState, Scheme } from './schemes/scheme'
import { momentName, type Transport } from './transport'

/** A density, or a temperature, and how it is carried through time. */
export interface DensityPlan {
  readonly problem: Transport
  readonly scheme: Scheme
  /** Cell averages at times[0], [cells] */
  readonly start: Float64Array
  /** [N + 1], rising */
  readonly times: Float64Array
  /**
   * Share of the first mass that may go through the ends before the run is refused, for an equation whose domain is
   * only a window; absent where going through the ends is what is studied.
   */
  readonly mayLeave?: number
}

/** What is shown of one time. Arrays belong to the run and are valid until its next step. */
export interface DensityFrame extends DensityState {
  /** Sum of p times the size of a cell */
  readonly mass: number
  readonly least: number
  readonly most: number
  /** Length of the step that led here over the longest explicit one; null at the start and where coefficients move */
  readonly courant: number | null
}

/** Yields the state that it starts from and then one after every step; `from` is a state yielded before. */
export function* evolve(plan: DensityPlan, from?: DensityState): Generator<DensityFrame, void, undefined> {
  const { problem, scheme, start, times } = plan
  const size = cellSize(problem.grid)
  const began = totals(start, size).mass
  const rate = problem.steady ? new Operator(problem).fastest(times[0]!).together : null
  // At the start all that schemes carry is the start itself.
  const carried = Array.from({ length: scheme.facts.carries ?? 0 }, () => start)
  const first: DensityState = from ?? {
    step: 0,
    t: times[0]!,
    p: start,
    ...(carried.length === 0 ? {} : { carried }),
  }
  yield { ...first, ...totals(first.p, size), courant: null }
  for (const state of scheme.run(problem, times, first)) {
    const now = totals(state.p, size)
    refuseNonsense(problem, state, now)
    refuseLeaving(plan, state.t, 1 - now.mass / began)
    const dt = times[state.step]! - times[state.step - 1]!
    yield { ...state, ...now, courant: rate === null ? null : dt * rate }
  }
}

/** Times of a run with steps of one length. */
export function evenTimes(horizon: number, steps: number): Float64Array {
  return Float64Array.from({ length: steps + 1 }, (_, k) => (k * horizon) / steps)
}

function totals(p: Float64Array, size: number): Pick<DensityFrame, 'mass' | 'least' | 'most'> {
  let sum = 0
  let least = Infinity
  let most = -Infinity
  for (let i = 0; i < p.length; i++) {
    const value = p[i]!
    sum += value
    if (value < least) least = value
    if (value > most) most = value
  }
  return { mass: sum * size, least, most }
}

function refuseNonsense(problem: Transport, { t }: DensityState, { mass }: { readonly mass: number }): void {
  if (!Number.isFinite(mass))
    throw new Invalid(
      'steps',
      `are too few: the density is not finite any more at ${momentName(problem, t)}; more steps or another scheme was expected`,
    )
}

function refuseLeaving({ problem, mayLeave }: DensityPlan, t: number, gone: number): void {
  if (mayLeave === undefined || gone <= mayLeave) return
  const box = problem.grid.axes.map(({ low, high }) => `[${low}, ${high}]`).join(' × ')
  throw new Invalid(
    'domain',
    `is ${box}, through whose ends ${(100 * gone).toPrecision(2)} % of the mass has gone by ${momentName(problem, t)}; a domain that holds all but ${100 * mayLeave} %, or a shorter horizon, was expected`,
  )
}
