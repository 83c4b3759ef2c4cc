import { entry } from '#core/params/entry'
import { coefficients } from '#core/processes/discrete/visited-steps'
import { predict } from '../level'
import type { Capabilities, Sampler } from '../sampler'
import { eachStep, stepNoise } from '../stochastic/each-step'
import { eta, standsForReverseSde } from '../stochastic/own-noise'
import { ddimTex } from '../step-tex'

const capabilities = {
  noise: 'required',
  equation: 'own',
  order: { ode: 1, sde: 1 },
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/**
 * Song, Meng & Ermon 2021, equations 12 and 16: x' = alpha' D + sqrt(sigma'^2 - s^2) eps + s z with s^2 = eta^2 times
 * the posterior's variance between the visited timesteps. eta = 0 is Euler's method of the flow in sigma / alpha,
 * eta = 1 DDPM with the small variance.
 */
const sampler = (amount: number): Sampler => ({
  capabilities,
  equation: ddimTex(amount),
  check: standsForReverseSde,
  run: eachStep((step, data, noise) => {
    const { backend, x, from, to } = step
    const s = amount * Math.sqrt(coefficients(from, to).betaTilde)
    // eps = (x - alpha D) / sigma, so its weight is put on x and D.
    const ofNoise = Math.sqrt(Math.max(0, to.sigma * to.sigma - s * s)) / from.sigma
    predict(backend, data, x, from, 'data')
    stepNoise(step, noise)
    backend.combine(x, [ofNoise, x], [to.alpha - ofNoise * from.alpha, data], [s, noise])
    return 1
  }),
})

export const ddim = {
  ...entry({
    kind: 'ddim',
    title: 'DDIM',
    doc: 'Points back along the predicted noise; with eta from 0, the flow, to 1, DDPM.',
    source: 'Song, Meng & Ermon 2021, equation 12',
    params: { eta },
    make: (values) => sampler(values.eta),
  }),
  capabilities,
}
