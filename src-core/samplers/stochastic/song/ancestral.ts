import { entry } from '#core/params/entry'
import type { Capabilities, Sampler } from '../../sampler'
import { eachStep } from '../each-step'
import { standsForReverseSde } from '../own-noise'
import { ancestralStep, variance } from './predictors'
import { ancestralTex } from '../../step-tex'

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
 * Ancestral sampling on any Gaussian chain, x' = (x + v score)/a + noise. On VP it is Ho et al. 2020 with either of its
 * variances (Song et al. 2021, equation 4, takes the forward step's), on VE Song et al. 2021, equation 47 (the
 * posterior's); on sub-VP the same formula with its own a and v.
 */
const sampler = (noise: string): Sampler => {
  const take = ancestralStep(noise)
  return {
    capabilities,
    equation: ancestralTex(noise),
    check: standsForReverseSde,
    run: eachStep((step, score, scratch) => take(step, score, scratch)),
  }
}

export const ancestral = {
  ...entry({
    kind: 'ancestral',
    title: 'Ancestral sampling',
    short: 'Ancestral',
    doc: 'Draws each level from the one before it: exact mean, Gaussian noise; for VP, VE and sub-VP alike.',
    source: 'Ho et al. 2020; Song et al. 2021, appendix F',
    params: { variance },
    make: (values) => sampler(values.variance),
  }),
  capabilities,
}
