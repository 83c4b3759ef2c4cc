import type { Slot } from '../../backend'
import { evaluateDrift } from '../../drift'
import { type Step, stepNoise } from '../each-step'
import { type Between, transition } from './transition'

/** Moves x over a step with one score evaluation, which it returns. */
export type Predictor = (step: Step, score: Slot, noise: Slot) => number

/** x' = (2 - a) x + v score + sqrt(v) z: the discretised forward chain undone (Song et al. 2021, appendix E). */
export function reverseDiffusionStep(between: Between = transition): Predictor {
  return (step, score, noise) => {
    const { backend, x, from, to } = step
    const { a, v } = between(from, to)
    backend.score(score, x, from.alpha, from.sigma)
    stepNoise(step, noise)
    backend.combine(x, [2 - a, x], [v, score], [Math.sqrt(v), noise])
    return 1
  }
}

/**
 * x' = (x + v score)/a + noise: the mean of the reverse transition by Tweedie's formula, exact for any data. The noise
 * has the variance v of the forward step, or the posterior's.
 */
export function ancestralStep(variance: string, between: Between = transition): Predictor {
  return (step, score, noise) => {
    const { backend, x, from, to } = step
    const { a, v, posterior } = between(from, to)
    backend.score(score, x, from.alpha, from.sigma)
    stepNoise(step, noise)
    backend.combine(x, [1 / a, x], [v / a, score], [Math.sqrt(variance === 'forward' ? v : posterior), noise])
    return 1
  }
}

/** Euler–Maruyama on the reverse family. */
export const eulerMaruyamaStep: Predictor = (step, score, noise) => {
  const { problem, backend, x, from, to } = step
  const dt = to.t - from.t
  const drift = evaluateDrift(problem, backend, score, x, from.t)
  stepNoise(step, noise)
  const kick = problem.dynamics.noise(from.t) * Math.sqrt(Math.abs(dt))
  backend.combine(x, [1 + drift.linear * dt, x], [drift.score * dt, score], [kick, noise])
  return drift.evaluations
}

export const variance = {
  kind: 'choice',
  label: 'Variance of a step',
  doc: 'The posterior’s variance is right for one point of data, the forward step’s for a unit Gaussian; both are as the step shrinks.',
  source: 'Ho et al. 2020, section 3.2',
  default: 'posterior',
  options: [
    { value: 'posterior', label: 'Posterior (small)' },
    { value: 'forward', label: 'Forward step (large)' },
  ],
} as const
