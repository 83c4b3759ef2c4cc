import { entry } from '#core/params/entry'
import type { Capabilities, Sampler } from '../../sampler'
import { eachStep } from '../each-step'
import { standsForReverseSde } from '../own-noise'
import { reverseDiffusionStep } from './predictors'
import { reverseDiffusionTex } from '../../step-tex'

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
 * Song et al. 2021, appendix E: the forward chain x = a x' + sqrt(v) z between the visited levels, undone as
 * x' = (2 - a) x + v score + sqrt(v) z.
 */
function method(): Sampler {
  const take = reverseDiffusionStep()
  return {
    capabilities,
    equation: reverseDiffusionTex,
    check: standsForReverseSde,
    run: eachStep((step, score, noise) => take(step, score, noise)),
  }
}

export const reverseDiffusion = {
  ...entry({
    kind: 'reverse-diffusion',
    title: 'Reverse diffusion',
    doc: 'Undoes each step of the forward chain as the chain itself is discretised.',
    source: 'Song et al. 2021, appendix E',
    params: {},
    make: method,
  }),
  capabilities,
}
