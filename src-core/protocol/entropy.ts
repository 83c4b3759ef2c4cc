/**
 * Entropy along a run whose density is on a grid, at M moments in visited order, and de Bruijn's identity between them.
 * Rates are per unit of `u`.
 */
export interface EntropyCourse {
  /** The clock: time, or the log-SNR of a diffusion model */
  readonly clock: 'time' | 'log-snr'
  readonly u: Float64Array
  readonly step: Float64Array
  /** -int p log p in nats, in data coordinates; of the grid, and of the closed form (NaN where none is known) */
  readonly entropy: Float64Array
  readonly exact: Float64Array
  /** Fisher information int p |grad log p|^2 */
  readonly information: Float64Array
  /** [M - 1] between the moments: how fast the entropy changes, and what the identity says; NaN where cells are too wide */
  readonly left: Float64Array
  readonly right: Float64Array
  /** Sum of |left - right| over the sum of |right|, over what the cells resolve, and how many stretches that are */
  readonly apart: number
  readonly resolved: number
  /** Largest difference of the entropies of grid and closed form; null where none is known */
  readonly exactApart: number | null
}

/** Up to here both sides agree. */
export const entropyAgrees = 0.03
