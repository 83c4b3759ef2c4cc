import { entry } from '#core/params/entry'
import { levelAt } from '../level'
import type { Capabilities, Sampler } from '../sampler'
import { eachStep } from '../stochastic/each-step'
import { standsForReverseSde } from '../stochastic/own-noise'
import { relativeStep, stiffest } from './step-size'
import { malaTex } from '../step-tex'

const capabilities = {
  noise: 'required',
  equation: 'own',
  walksAt: 'last',
  needs: 'the log density of p_t besides the score',
  order: { ode: null, sde: null },
  evaluationsPerStep: 2,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/**
 * The Metropolis-adjusted Langevin algorithm (Besag 1994; Roberts & Tweedie 1996) at the grid's last level: a Langevin
 * step y is accepted with probability min(1, p(y) q(x | y) / (p(x) q(y | x))), so p is stationary for every step size.
 */
const sampler = (size: number): Sampler => ({
  capabilities,
  equation: malaTex,
  check: standsForReverseSde,
  run: eachStep((step, score, proposal, there, noise) => {
    const { backend, x, index, problem } = step
    const { alpha, sigma } = levelAt(problem.process, problem.times.at(-1)!)
    const h = size * stiffest(problem.narrowest, alpha, sigma)
    backend.score(score, x, alpha, sigma)
    backend.normals(noise, { step: index, from: step.from.t, to: step.to.t, draw: 1 })
    backend.combine(proposal, [1, x], [h, score], [Math.sqrt(2 * h), noise])
    backend.score(there, proposal, alpha, sigma)
    backend.metropolis(x, proposal, { here: score, there }, { alpha, sigma, size: h, step: index })
    return 2
  }),
})

export const mala = {
  ...entry({
    kind: 'mala',
    title: 'MALA',
    doc: 'Langevin steps, each accepted or refused so that the target is exactly stationary.',
    source: 'Besag 1994; Roberts & Tweedie 1996',
    params: { stepSize: relativeStep },
    make: (values) => sampler(values.stepSize),
  }),
  capabilities,
}
