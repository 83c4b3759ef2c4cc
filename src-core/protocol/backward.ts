/** The solution of Kolmogorov's backward equation, u(x, t) = E[phi(X_T) | X_t = x], thinned to what can be seen. */
export interface BackwardPicture {
  /** Centres of the cells, one array an axis */
  readonly axes: readonly Float64Array[]
  /** Moments from 0 to the horizon */
  readonly t: Float64Array
  /** [moments, cells], last axis fastest */
  readonly values: Float32Array
}

/** Means over paths from some places at one moment, beside the equation there; arrays are [places] */
export interface BackwardEstimates {
  readonly t: number
  /** [places, d] */
  readonly places: Float64Array
  readonly mean: Float64Array
  /** Standard errors of the means */
  readonly error: Float64Array
  /** u by the equation */
  readonly u: Float64Array
  /** Paths from each place */
  readonly paths: number
  /**
   * Largest difference in standard errors among the `compared` places whose paths do not all pay the same: without a
   * spread there is no error bar.
   */
  readonly apart: number
  readonly compared: number
  /** Largest difference among all places, in the unit of the payoff */
  readonly difference: number
}

/** Number of the moment, of so many from 0 to the horizon, that stands for a step of the run */
export function momentOf(step: number, steps: number, moments: number): number {
  return Math.min(moments - 1, Math.max(0, Math.round((step * (moments - 1)) / steps)))
}
