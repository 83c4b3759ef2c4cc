import type { Architecture } from '#core/learning/network/architecture'

/**
 * The forms from which the score of p_t is computed at any (alpha, sigma). Weights sum to one.
 */
export interface MixtureForm {
  readonly form: 'mixture'
  readonly dimension: 1 | 2 | 3
  /** [k] */
  readonly weights: Float64Array
  /** [k, d] */
  readonly means: Float64Array
  /**
   * Covariances as eigen-decomposition S_k = R_k diag(v_k) R_k^T, so that alpha^2 S_k + sigma^2 I is diagonal in a
   * basis that does not change with time. Columns of R are eigenvectors; R is row-major [k, d, d], v is [k, d].
   */
  readonly rotations: Float64Array
  readonly variances: Float64Array
  /** One variance for all components and directions: the kernels' fast path; undefined where they differ. */
  readonly isotropicVariance?: number
  /** [k] class of each component, where the data is labelled */
  readonly labels?: Int32Array
}

/** Uniform on disjoint axis-parallel boxes, each with its own mass: checkerboard, letters. */
export interface BoxesForm {
  readonly form: 'boxes'
  readonly dimension: 1 | 2 | 3
  /** [k] */
  readonly weights: Float64Array
  /** [k, d] corners */
  readonly low: Float64Array
  readonly high: Float64Array
}

/**
 * An energy: p_0 proportional to exp(logWeight) inside a box and 0 outside it. A function, so that it can be summed on
 * grids as fine as a noise level asks for; a logarithm, so that nothing vanishes where the energy is high.
 */
export interface EnergyForm {
  readonly form: 'energy'
  readonly dimension: 1 | 2
  /** [d] */
  readonly low: Float64Array
  readonly high: Float64Array
  /** Log of the unnormalised density at a point, at most about 0, -Infinity where there is nothing; y is 0 in 1-D */
  logWeight(x: number, y: number): number
}

export type ScoreForm = MixtureForm | BoxesForm | EnergyForm

/** A trained network: a score that data has no part in. */
export interface NetworkForm {
  readonly form: 'network'
  readonly dimension: 1 | 2 | 3
  readonly architecture: Architecture
  /** Flat, as learning/network/layout.ts lays them out */
  readonly weights: Float32Array
}
