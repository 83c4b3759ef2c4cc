import type { Backend, Slot } from './backend'
import type { SamplingProblem } from './sampler'

/**
 * The drift linear(t) x + score(t) grad log p_t(x) as two coefficients, with the score put into a slot when it is
 * needed. Returns how many score evaluations it cost.
 */
export function evaluateDrift(
  { process, dynamics }: SamplingProblem,
  backend: Backend,
  score: Slot,
  x: Slot,
  t: number,
): { readonly linear: number; readonly score: number; readonly evaluations: number } {
  const coefficient = dynamics.score(t)
  if (coefficient === 0) return { linear: dynamics.linear(t), score: 0, evaluations: 0 }
  backend.score(score, x, process.alpha(t), process.sigma(t))
  return { linear: dynamics.linear(t), score: coefficient, evaluations: 1 }
}
