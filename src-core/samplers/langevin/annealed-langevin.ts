import { entry } from '#core/params/entry'
import type { Capabilities, Sampler } from '../sampler'
import { eachStep } from '../stochastic/each-step'
import { standsForReverseSde } from '../stochastic/own-noise'
import { rounds, stepSize } from './step-size'
import { langevinTex } from '../step-tex'

const capabilities = {
  noise: 'required',
  equation: 'own',
  walksAt: 'every',
  order: { ode: null, sde: null },
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/**
 * Song & Ermon 2019, algorithm 1: from level to level, L Langevin steps at each with h proportional to sigma^2. Between
 * levels x / alpha stays, so it runs on any process; on VE it is the paper's. `h` here is half the paper's alpha_i.
 */
const sampler = (size: number, count: number): Sampler => ({
  capabilities: { ...capabilities, evaluationsPerStep: count },
  equation: langevinTex('every'),
  check: standsForReverseSde,
  run: eachStep((step, score, noise) => {
    const { backend, x, index, from, to } = step
    const h = size * to.sigma * to.sigma
    backend.combine(x, [to.alpha / from.alpha, x])
    for (let round = 0; round < count; round++) {
      backend.score(score, x, to.alpha, to.sigma)
      backend.normals(noise, { step: index, from: from.t, to: to.t, draw: 1 + round })
      backend.combine(x, [1, x], [h, score], [Math.sqrt(2 * h), noise])
    }
    return count
  }),
})

export const annealedLangevin = {
  ...entry({
    kind: 'annealed-langevin',
    title: 'Annealed Langevin',
    doc: 'Langevin steps at each noise level in turn, so that modes are found while they still touch.',
    source: 'Song & Ermon 2019, algorithm 1',
    params: { stepSize, rounds: { ...rounds, default: 2 } },
    make: (values) => sampler(values.stepSize, values.rounds),
  }),
  capabilities,
}
