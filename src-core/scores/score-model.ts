import type { Distribution } from '#core/distributions/distribution'
import type { RegularGrid } from './nearby/grid-sum'
import type { NetworkForm, ScoreForm } from './score-form'

/**
 * p_t at one noise level (alpha, sigma), evaluated at n points x [n, d]. Whatever can be computed once per noise level
 * has been. float64; used by the reference backend and by every witness grid.
 */
export interface NoisyDensity {
  /** grad log p_t into out [n, d] */
  score(out: Float64Array, x: Float64Array, n: number): void
  /** log p_t into out [n] */
  logDensity(out: Float64Array, x: Float64Array, n: number): void
  /** p_t at the nodes of a regular grid, where that is faster than node by node; null for a grid where it is not */
  densityOnGrid?(grid: RegularGrid): Float64Array | null
  /** tr of the Hessian of log p_t (its Laplacian) into out [n], where it is known in closed form */
  divergence?(out: Float64Array, x: Float64Array, n: number): void
  /** Hessian of log p_t into out [n, d, d], where it is known in closed form */
  hessian?(out: Float64Array, x: Float64Array, n: number): void
}

export interface ScoreModel {
  readonly dimension: 1 | 2 | 3
  /** Shown as it is, e.g. "exact to rounding" or "relative error below 1e-9 within 6 standard deviations". */
  readonly accuracy: string
  /** sigma > 0, alpha >= 0; alpha = 0 is the pure prior. */
  at(alpha: number, sigma: number): NoisyDensity
  /**
   * The distribution that exact sampling with this score ends in: undefined for the data, null where none is known (a
   * guided score with a weight other than 0 or 1 is the score of no diffusion).
   */
  readonly target?: Distribution | null
  /** The exact score of the same data, for one that is not: what it is drawn beside. */
  readonly truth?: ScoreModel
  /** What a compiled backend needs to do the same; undefined for a score that has no kernel. */
  readonly form?: ScoreForm | NetworkForm
}
