import { entry } from '#core/params/entry'
import { levelAt } from '../level'
import type { Capabilities, Sampler } from '../sampler'
import { eachStep } from '../stochastic/each-step'
import { standsForReverseSde } from '../stochastic/own-noise'
import { relativeStep, stiffest } from './step-size'
import { langevinTex } from '../step-tex'

const capabilities = {
  noise: 'required',
  equation: 'own',
  walksAt: 'last',
  order: { ode: null, sde: null },
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/**
 * The unadjusted Langevin algorithm, x <- x + h score + sqrt(2h) z (Roberts & Tweedie 1996), at one level: the grid's
 * last. The grid says how many steps are made; the clock counts them. Its stationary law is off by O(h).
 */
const sampler = (size: number): Sampler => ({
  capabilities,
  equation: langevinTex('last'),
  check: standsForReverseSde,
  run: eachStep((step, score, noise) => {
    const { backend, x, index, problem } = step
    const { alpha, sigma } = levelAt(problem.process, problem.times.at(-1)!)
    const h = size * stiffest(problem.narrowest, alpha, sigma)
    backend.score(score, x, alpha, sigma)
    backend.normals(noise, { step: index, from: step.from.t, to: step.to.t, draw: 1 })
    backend.combine(x, [1, x], [h, score], [Math.sqrt(2 * h), noise])
    return 1
  }),
})

export const langevin = {
  ...entry({
    kind: 'langevin',
    title: 'Langevin',
    doc: 'A walk up the score with noise, at the last noise level only; it mixes slowly between modes.',
    source: 'Roberts & Tweedie 1996; Welling & Teh 2011',
    formula: 'x \\leftarrow x + h\\,\\nabla\\log p(x) + \\sqrt{2h}\\,z',
    params: { stepSize: relativeStep },
    make: (values) => sampler(values.stepSize),
  }),
  capabilities,
}
