import { entry } from '#core/params/entry'
import { predict } from '../../level'
import type { Capabilities, Sampler } from '../../sampler'
import { eachStep, stepNoise } from '../each-step'
import { eta, noiseScale, standsForReverseSde } from '../own-noise'
import { split } from './split'
import { noiseAfterFlowTex } from '../../step-tex'

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
 * Crowson 2022 (k-diffusion, sample_euler_ancestral), written for x / alpha in sigma / alpha: an Euler step of the flow
 * to `down`, then noise back up to the next level. With eta = 1 it is DDPM with the posterior's variance; strong order
 * 1 on the reverse SDE.
 */
function method(amount: number, scale: number): Sampler {
  return {
    capabilities,
    equation: noiseAfterFlowTex(amount, scale),
    check: standsForReverseSde,
    run: eachStep((step, data, noise) => {
      const { backend, x, from, to } = step
      const { down, up } = split(from.ratio, to.ratio, amount)
      const kept = down / from.ratio
      predict(backend, data, x, from, 'data')
      stepNoise(step, noise)
      backend.combine(
        x,
        [(to.alpha / from.alpha) * kept, x],
        [to.alpha * (1 - kept), data],
        [to.alpha * up * scale, noise],
      )
      return 1
    }),
  }
}

export const eulerAncestral = {
  ...entry({
    kind: 'euler-ancestral',
    title: 'Euler ancestral',
    doc: 'An Euler step a little too far towards the data, then noise back up to the level that was meant.',
    source: 'Crowson 2022 (k-diffusion); Song, Meng & Ermon 2021, equation 16',
    params: { eta, noiseScale },
    make: (values) => method(values.eta, values.noiseScale),
  }),
  capabilities,
}
