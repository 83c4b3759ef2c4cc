import { entry } from '#core/params/entry'
import type { Capabilities, Sampler } from '../../sampler'
import { standsForReverseSde } from '../own-noise'
import { type Churn, checkChurn, churnParams } from './churn'
import { generalisedRun, type Settings } from './generalised'
import { schedule } from './schedule'
import { flowAfterNoiseTex } from '../../step-tex'

const capabilities = {
  noise: 'required',
  equation: 'own',
  order: { ode: 2, sde: null },
  evaluationsPerStep: 2,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/** Karras et al. 2022, algorithm 2: Heun's method in sigma / alpha, with noise put back before each step. */
function method(churn: Churn): Sampler {
  const settings: Settings = { schedule: schedule('linear', 'none'), churn, stage: 1 }
  const sampler: Sampler = {
    capabilities,
    equation: flowAfterNoiseTex(churn.churn, churn.noiseScale),
    check: standsForReverseSde,
    run: (...run) => generalisedRun(settings, false, ...run),
  }
  return { ...sampler, toZero: { ...sampler, run: (...run) => generalisedRun(settings, true, ...run) } }
}

export const edmStochastic = {
  ...entry({
    kind: 'edm-stochastic',
    title: 'EDM stochastic',
    doc: 'Heun steps, and before each of them a little noise put back; the flow’s method with churn 0.',
    source: 'Karras et al. 2022, algorithm 2',
    params: churnParams,
    make(values) {
      checkChurn(values)
      return method(values)
    },
  }),
  capabilities,
}
