import type { Backend, Slot } from './backend'
import type { SamplingProblem } from './sampler'

/**
 * The drift linear(t) x + score(t) grad log p_t(x) as two coefficients, with the score put into a slot when it is
 * needed; where the dynamics turns the score, the slot holds what the turn has made of it. Returns how many score
 * evaluations it cost.
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
  const turn = dynamics.rotation?.(t) ?? 0
  if (turn !== 0) {
    backend.rotate(score, score, coefficient, turn)
    return { linear: dynamics.linear(t), score: 1, evaluations: 1 }
  }
  return { linear: dynamics.linear(t), score: coefficient, evaluations: 1 }
}
