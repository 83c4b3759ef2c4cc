import type { Sde } from '../sde/sde'
import { simulate } from '../sde/simulate'

export interface MonteCarloValue {
  readonly mean: number
  /** Standard error of the mean */
  readonly error: number
  readonly paths: number
}

/** What ends do to points [n, d] after a step from `before`, as reflecting ends do */
type Ends = (x: Float64Array, before: Float64Array) => void

/** Reads a place; y is 0 on a line. */
type Payoff = (x: number, y: number) => number

/**
 * E[phi(X_T) | X_t = x] as a mean over paths from x (Feynman & Kac), with its standard error; the error of the steps of
 * Euler & Maruyama, of order 1, comes on top.
 */
export function monteCarloValue(
  sde: Sde,
  payoff: Payoff,
  at: readonly number[],
  times: Float64Array,
  paths: number,
  seed: number,
  ends?: Ends,
): MonteCarloValue {
  const start = startOf(at, paths)
  let x = start
  const before = start.slice()
  for (const state of simulate(sde, start, times, seed)) {
    x = state.x
    if (ends === undefined) continue
    ends(x, before)
    before.set(x)
  }
  return meanOf(worth(payoff, x, sde.dimension))
}

/**
 * As `monteCarloValue`, with 2 phi(fine) - phi(coarse) of each path in place of phi: steps of one and of two intervals of
 * `times`, of which there must be an even number, on the same Brownian path. The error of the steps is of order 2 (Talay
 * & Tubaro 1990), and the spread hardly grows, since both ends of a path lie near each other.
 */
export function extrapolatedValue(
  sde: Sde,
  payoff: Payoff,
  at: readonly number[],
  times: Float64Array,
  paths: number,
  seed: number,
  ends?: Ends,
): MonteCarloValue {
  const { dimension: d, noises: m } = sde
  const start = startOf(at, paths)
  const [coarse, coarseBefore, fineBefore] = [start.slice(), start.slice(), start.slice()]
  const together = new Float64Array(paths * m)
  const [drift, matrix] = [new Float64Array(d), new Float64Array(d * m)]
  let fine = start
  for (const { step, x, increments } of simulate(sde, start, times, seed)) {
    fine = x
    if (step === 0) continue
    ends?.(x, fineBefore)
    fineBefore.set(x)
    if (step % 2 === 1) {
      together.set(increments)
      continue
    }
    const t = times[step - 2]!
    const dt = times[step]! - t
    for (let i = 0; i < paths; i++) {
      const [px, py] = [coarse[i * d]!, d === 2 ? coarse[i * d + 1]! : 0]
      sde.drift(drift, px, py, t)
      sde.diffusion(matrix, px, py, t)
      for (let a = 0; a < d; a++) {
        let change = drift[a]! * dt
        for (let k = 0; k < m; k++)
          change += matrix[a * m + k]! * (together[i * m + k]! + increments[i * m + k]!)
        coarse[i * d + a]! += change
      }
    }
    ends?.(coarse, coarseBefore)
    coarseBefore.set(coarse)
  }
  const [near, far] = [worth(payoff, fine, d), worth(payoff, coarse, d)]
  return meanOf(near.map((value, i) => 2 * value - far[i]!))
}

function startOf(at: readonly number[], paths: number): Float64Array {
  return Float64Array.from({ length: paths * at.length }, (_, i) => at[i % at.length]!)
}

function worth(payoff: Payoff, x: Float64Array, d: 1 | 2): Float64Array {
  return Float64Array.from({ length: x.length / d }, (_, i) => payoff(x[i * d]!, d === 2 ? x[i * d + 1]! : 0))
}

function meanOf(values: Float64Array): MonteCarloValue {
  let mean = 0
  let square = 0
  values.forEach((value, i) => {
    const apart = value - mean
    mean += apart / (i + 1)
    square += apart * (value - mean)
  })
  const paths = values.length
  return { mean, error: Math.sqrt(square / (paths - 1) / paths), paths }
}
