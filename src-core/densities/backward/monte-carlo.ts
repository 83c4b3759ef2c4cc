import type { Sde } from '../sde/sde'
import { simulate } from '../sde/simulate'

export interface MonteCarloValue {
  readonly mean: number
  /** Standard error of the mean */
  readonly error: number
  readonly paths: number
}

/**
 * E[phi(X_T) | X_t = x] as a mean over paths from x (Feynman & Kac), with its standard error; the error of the steps of
 * Euler & Maruyama, of order 1, comes on top. `phi` reads a place; y is 0 on a line. `ends` may move points [n, d] after a step from
 * `before`, as reflecting ends do.
 */
export function monteCarloValue(
  sde: Sde,
  payoff: (x: number, y: number) => number,
  at: readonly number[],
  times: Float64Array,
  paths: number,
  seed: number,
  ends?: (x: Float64Array, before: Float64Array) => void,
): MonteCarloValue {
  const d = sde.dimension
  const start = Float64Array.from({ length: paths * d }, (_, i) => at[i % d]!)
  let x: Float64Array = start
  const before = start.slice()
  for (const state of simulate(sde, start, times, seed)) {
    x = state.x
    if (ends === undefined) continue
    ends(x, before)
    before.set(x)
  }
  let mean = 0
  let square = 0
  for (let i = 0; i < paths; i++) {
    const value = payoff(x[i * d]!, d === 2 ? x[i * d + 1]! : 0)
    const apart = value - mean
    mean += apart / (i + 1)
    square += apart * (value - mean)
  }
  return { mean, error: Math.sqrt(square / (paths - 1) / paths), paths }
}
