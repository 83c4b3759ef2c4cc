import { entry } from '#core/params/entry'
import type { Capabilities, Sampler } from '../../sampler'
import { standsForReverseSde } from '../own-noise'
import { checkChurn, churnParams } from './churn'
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

const euler = { ...capabilities, order: { ode: 1, sde: null }, evaluationsPerStep: 1 } as const

/**
 * The sampler of the ablation in Karras et al. 2022, table 2: solver, variable sigma(t) and scaling s(t) each chosen
 * freely. The time steps are the grid's.
 */
function method(settings: Settings): Sampler {
  const sampler: Sampler = {
    capabilities: settings.stage === null ? euler : capabilities,
    equation: flowAfterNoiseTex(settings.churn.churn, settings.churn.noiseScale),
    check: standsForReverseSde,
    run: (...run) => generalisedRun(settings, false, ...run),
  }
  return { ...sampler, toZero: { ...sampler, run: (...run) => generalisedRun(settings, true, ...run) } }
}

export const edmAblation = {
  ...entry({
    kind: 'edm-ablation',
    title: 'EDM ablation',
    doc: 'The same with the variable, the scale and the solver of other papers, to see what each is worth.',
    source: 'Karras et al. 2022, table 2 and equation 4',
    params: {
      variable: {
        kind: 'choice',
        label: 'Variable',
        symbol: '\\sigma(t)',
        doc: 'In which time a step is a straight line; the levels visited are the grid’s either way.',
        default: 'vp',
        options: [
          { value: 'vp', label: 'VP' },
          { value: 've', label: 'VE, σ = √t' },
          { value: 'linear', label: 'EDM, σ = t' },
        ],
      },
      scaling: {
        kind: 'choice',
        label: 'Scale',
        symbol: 's(t)',
        doc: 'Whether the state is scaled as VP does, 1/√(1 + σ²), while a step is taken.',
        default: 'vp',
        options: [
          { value: 'vp', label: 'VP' },
          { value: 'none', label: 'None' },
        ],
      },
      solver: {
        kind: 'choice',
        label: 'Solver',
        doc: 'One or two score evaluations per step.',
        default: 'heun',
        options: [
          { value: 'heun', label: 'Second order' },
          { value: 'euler', label: 'Euler' },
        ],
      },
      alpha: {
        kind: 'number',
        label: 'Place of the stage',
        symbol: '\\alpha',
        doc: 'Where in the step the second evaluation is made: 1 Heun, 1/2 midpoint, 2/3 Ralston.',
        source: 'Karras et al. 2022, equation 4',
        default: 1,
        min: 0.1,
        max: 1,
        soft: [0.5, 1],
        step: 0.05,
      },
      ...churnParams,
      churn: { ...churnParams.churn, default: 0 },
    },
    make(values) {
      checkChurn(values)
      return method({
        schedule: schedule(values.variable, values.scaling),
        churn: values,
        stage: values.solver === 'euler' ? null : values.alpha,
      })
    },
  }),
  capabilities,
}
