import type { NumberParam } from '#core/params/param'

/** The drift that paths are re-weighted to is mu + S e_1 gamma: a steady push along the first Brownian motion. */
export const pushParam: NumberParam = {
  kind: 'number',
  label: 'Push',
  symbol: '\\gamma',
  doc: 'Steady push on the first noise, per unit of time: the drift becomes μ + γσ. Weights collapse as γ²T grows.',
  formula: 'Z_t = \\exp\\left(\\gamma W_t - \\tfrac12\\gamma^2 t\\right)',
  source: 'Girsanov 1960',
  default: 0.8,
  min: -5,
  max: 5,
  soft: [-2, 2],
  step: 0.05,
}

/** Shares of the paths below each line of the fan */
export const fanLevels = [0.05, 0.25, 0.5, 0.75, 0.95] as const

/** Paths whose weights are drawn one by one */
export const drawnWeights = 48

/** Columns have one entry for each of the T times that are shown, from 0 to the horizon. */
export interface PathWeights {
  readonly t: Float64Array
  /** log Z at `fanLevels` [T, 5] and of the first paths [T, drawnWeights] */
  readonly fan: Float64Array
  readonly single: Float64Array
  /** Mean of Z with the sample's own standard error, and sqrt((e^(gamma^2 t) - 1) / n), which it should be */
  readonly mean: Float64Array
  readonly meanError: Float64Array
  readonly meanTheory: Float64Array
  /** (sum Z)^2 / sum Z^2 */
  readonly effective: Float64Array
  /** Mean of x re-weighted, and from as many paths that have the other drift, with standard errors */
  readonly reweighted: Float64Array
  readonly reweightedError: Float64Array
  readonly direct: Float64Array
  readonly directError: Float64Array
  /** E[Z (W - gamma t)^2] / t with its error: 1 where W - gamma t is Brownian under the weights; 1 and 0 at t = 0 */
  readonly shifted: Float64Array
  readonly shiftedError: Float64Array
  /** What that error should be: sqrt((e^a (a^2 + 6 a + 3) - 1) / n) with a = gamma^2 t, since the weights tilt W to drift gamma */
  readonly shiftedTheory: Float64Array
  /** n, and how many effective ones an error bar needs to be believed */
  readonly paths: number
  readonly leastEffective: number
}
