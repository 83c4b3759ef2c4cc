import { reverseFamilyTex } from '#core/dynamics/terms'
import { entry } from '#core/params/entry'
import type { Slot } from '../../backend'
import type { Capabilities, Sampler } from '../../sampler'
import { eachStep, type Step } from '../each-step'
import { standsForReverseSde } from '../own-noise'
import {
  ancestralStep,
  eulerMaruyamaStep,
  type Predictor,
  reverseDiffusionStep,
  variance,
} from './predictors'
import { type Between, transition } from './transition'
import { ancestralTex, predictorCorrectorTex, reverseDiffusionTex } from '../../step-tex'

const capabilities = {
  noise: 'required',
  equation: 'own',
  order: { ode: null, sde: null },
  evaluationsPerStep: 2,
  couplesParticles: true,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/**
 * Langevin at the level of `from` (Song et al. 2021, algorithms 4 and 5): x <- x + e score + sqrt(2 e) z with
 * e = 2 a^2 (snr |z| / |score|)^2, the lengths being means over the ensemble, as in the authors' code.
 */
function correct(step: Step, a: number, snr: number, round: number, score: Slot, noise: Slot): void {
  const { backend, index, x, from, to } = step
  backend.score(score, x, from.alpha, from.sigma)
  backend.normals(noise, { step: index, from: from.t, to: to.t, draw: 1 + round })
  const signal = (snr * backend.reduce('length', noise)) / backend.reduce('length', score)
  const size = 2 * a * a * signal * signal
  backend.combine(x, [1, x], [size, score], [Math.sqrt(2 * size), noise])
}

/** Song et al. 2021, algorithm 1: at each level first the corrector, then the predictor to the next. */
export function predictorCorrectorOf(
  predict: Predictor,
  rounds: number,
  snr: number,
  between: Between = transition,
  predictorTex: string | null = null,
): Sampler {
  return {
    capabilities: { ...capabilities, evaluationsPerStep: 1 + rounds },
    equation: predictorCorrectorTex(predictorTex),
    check: standsForReverseSde,
    run: eachStep((step, score, noise) => {
      const { a } = between(step.from, step.to)
      for (let round = 0; round < rounds; round++) correct(step, a, snr, round, score, noise)
      return rounds + predict(step, score, noise)
    }),
  }
}

export const predictorCorrector = {
  ...entry({
    kind: 'predictor-corrector',
    title: 'Predictor–corrector',
    short: 'Pred.–corrector',
    doc: 'A step towards the data, and Langevin steps at each level that repair its marginal.',
    source: 'Song et al. 2021, algorithms 1, 4 and 5',
    params: {
      predictor: {
        kind: 'choice',
        label: 'Predictor',
        doc: 'The method that moves from one level to the next.',
        default: 'reverse-diffusion',
        options: [
          { value: 'reverse-diffusion', label: 'Reverse diffusion' },
          { value: 'ancestral', label: 'Ancestral' },
          { value: 'euler-maruyama', label: 'Euler–Maruyama' },
          { value: 'none', label: 'None (corrector only)' },
        ],
      },
      variance,
      rounds: {
        kind: 'number',
        label: 'Corrector steps',
        symbol: 'M',
        doc: 'Langevin steps at each level, one score evaluation each.',
        default: 1,
        min: 1,
        max: 20,
        soft: [1, 5],
        step: 1,
        integer: true,
      },
      snr: {
        kind: 'number',
        label: 'Signal-to-noise',
        symbol: 'r',
        doc: 'Size of a Langevin step: length of its drift against length of its noise. Large values bias, small ones do little.',
        source: 'Song et al. 2021, appendix G',
        default: 0.16,
        min: 0.001,
        max: 1,
        soft: [0.01, 0.3],
        step: 0.01,
      },
    },
    make: (values) =>
      predictorCorrectorOf(
        predictorOf(values.predictor, values.variance),
        values.rounds,
        values.snr,
        transition,
        texOf(values.predictor, values.variance),
      ),
  }),
  capabilities,
}

/** What the predictor does, on the stage */
function texOf(name: string, noise: string): string | null {
  if (name === 'ancestral') return ancestralTex(noise)
  if (name === 'euler-maruyama') return reverseFamilyTex('\\lambda')
  return name === 'reverse-diffusion' ? reverseDiffusionTex : null
}

/** With no predictor the state is only moved to the next level's scale, x / alpha unchanged. */
function predictorOf(name: string, noise: string): Predictor {
  if (name === 'ancestral') return ancestralStep(noise)
  if (name === 'euler-maruyama') return eulerMaruyamaStep
  if (name === 'reverse-diffusion') return reverseDiffusionStep()
  return ({ backend, x, from, to }) => {
    backend.combine(x, [to.alpha / from.alpha, x])
    return 0
  }
}
