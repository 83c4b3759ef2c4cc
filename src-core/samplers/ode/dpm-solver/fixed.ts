import { entry } from '#core/params/entry'
import type { Form } from '../../level'
import type { Capabilities } from '../../sampler'
import { oneStepSampler } from '../one-step'
import { form, inner, variant } from './parameters'
import { type Inner, singleStep, type Variant, workOf } from './single-step'

const common = {
  noise: 'none',
  equation: 'flow',
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const
const second: Capabilities = { ...common, order: { ode: 2, sde: null }, evaluationsPerStep: 2 }
const third: Capabilities = { ...common, order: { ode: 3, sde: null }, evaluationsPerStep: 3 }

const make = (order: 2 | 3, values: { form: string; variant: string; inner: string }) => {
  const options = {
    form: values.form as Form,
    variant: values.variant as Variant,
    inner: values.inner as Inner,
  }
  return oneStepSampler(order === 2 ? second : third, workOf(order), (backend, x, work, stretch) =>
    singleStep(order, backend, x, work, stretch, options),
  )
}

/** Every step of the grid by the same order: what the authors' code calls `singlestep_fixed`. */
export const dpmSolver2 = {
  ...entry({
    kind: 'dpm-solver-2',
    title: 'DPM-Solver-2',
    doc: 'Two evaluations per step; the linear part of the flow is solved exactly. With data predicted it is DPM-Solver++ 2S.',
    source: 'Lu et al. 2022, algorithm 1; Lu et al. 2023, algorithm 1',
    params: { form, variant, inner },
    make: (values) => make(2, values),
  }),
  capabilities: second,
}

export const dpmSolver3 = {
  ...entry({
    kind: 'dpm-solver-3',
    title: 'DPM-Solver-3',
    doc: 'Three evaluations per step and third order, with the linear part of the flow solved exactly.',
    source: 'Lu et al. 2022, algorithm 2',
    params: { form, variant, inner },
    make: (values) => make(3, values),
  }),
  capabilities: third,
}

/** Lu et al. 2023, algorithm 1 with r = 1/2; `sample_dpmpp_2s_ancestral` of k-diffusion without its noise. */
export const dpmpp2s = {
  ...entry({
    kind: 'dpmpp-2s',
    title: 'DPM-Solver++ 2S',
    doc: 'Two evaluations per step: the data predicted at the middle in log-SNR carries the whole step.',
    source: 'Lu et al. 2023, algorithm 1',
    params: {},
    make: () => make(2, { form: 'data', variant: 'midpoint', inner: 'log-snr' }),
  }),
  capabilities: second,
}
