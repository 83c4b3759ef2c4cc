import type { Level } from '../../level'

/**
 * One step of the forward chain, from the later (less noisy) level to the earlier one of a reverse step:
 * x = a x' + N(0, v). Both are those of the levels really visited, whatever their distance.
 */
export interface Transition {
  /** alpha / alpha' */
  readonly a: number
  /** sigma^2 - a^2 sigma'^2 */
  readonly v: number
  /** Variance of the posterior q(x' | x, x_0): v sigma'^2 / sigma^2 */
  readonly posterior: number
}

/** How the step between two levels is got; the authors' code takes it from a table of its own. */
export type Between = (from: Level, to: Level) => Transition

export function transition(from: Level, to: Level): Transition {
  const a = from.alpha / to.alpha
  const shrink = to.ratio / from.ratio
  // sigma^2 (1 - (ratio'/ratio)^2): no cancellation of two variances.
  const v = from.sigma * from.sigma * (1 - shrink) * (1 + shrink)
  return { a, v, posterior: (v * to.sigma * to.sigma) / (from.sigma * from.sigma) }
}
