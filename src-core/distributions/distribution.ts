import type { ScoreForm } from '#core/scores/score-form'

/** A data distribution p_0 on R^d, d = 1, 2 or 3. Data units. */
export interface Distribution {
  readonly dimension: 1 | 2 | 3
  /** What an exact score is computed from, on any backend. */
  readonly form: ScoreForm
  /** [d] */
  readonly mean: Float64Array
  /** Mean over coordinates of the variance: s^2 of the scaled coordinates y = x / sqrt(alpha^2 s^2 + sigma^2). */
  readonly variance: number
  /** Box that holds at least 0.999 of the mass, [d] each. */
  readonly box: { readonly low: Float64Array; readonly high: Float64Array }
  /** Centres of the modes where that is meant, for mode weights; rows of length d. */
  readonly modes?: readonly (readonly number[])[]
  /**
   * Draws of particles first, ..., first + n - 1 under a seed, into out [n, d]. Counter-based: a particle's draw
   * depends on the seed and its number alone, so any split of the particles gives the same points.
   */
  sample(out: Float64Array, seed: number, first: number): void
}
