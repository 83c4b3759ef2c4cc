import { entry } from '#core/params/entry'
import { coefficients } from '#core/processes/discrete/visited-steps'
import { predict } from '../level'
import type { Capabilities, Sampler } from '../sampler'
import { eachStep, stepNoise } from '../stochastic/each-step'
import { standsForReverseSde } from '../stochastic/own-noise'
import { variance } from '../stochastic/song/predictors'
import { ddpmTex } from '../step-tex'

const capabilities = {
  noise: 'required',
  equation: 'own',
  order: { ode: null, sde: 1 },
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/**
 * Ho et al. 2020, algorithm 2, with x_0 = D(x): x' = mean of q(x' | x, x_0) + sqrt(variance) z, the variance the
 * posterior's (small) or the forward step's (large). Coefficients are those of the timesteps really visited.
 */
const sampler = (which: string): Sampler => ({
  capabilities,
  equation: ddpmTex(which),
  check: standsForReverseSde,
  run: eachStep((step, data, noise) => {
    const { backend, x, from, to } = step
    const { ofData, ofState, beta, betaTilde } = coefficients(from, to)
    predict(backend, data, x, from, 'data')
    stepNoise(step, noise)
    backend.combine(
      x,
      [ofState, x],
      [ofData, data],
      [Math.sqrt(which === 'forward' ? beta : betaTilde), noise],
    )
    return 1
  }),
})

export const ddpm = {
  ...entry({
    kind: 'ddpm',
    title: 'DDPM',
    doc: 'The sampler of the discrete chain: the mean of the posterior given the predicted data, and noise.',
    source: 'Ho et al. 2020, algorithm 2',
    params: { variance },
    make: (values) => sampler(values.variance),
  }),
  capabilities,
}
