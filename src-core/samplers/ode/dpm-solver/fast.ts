import { entry } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import type { Form } from '../../level'
import type { Capabilities, Sampler } from '../../sampler'
import { oneStepSampler } from '../one-step'
import { form, inner, variant } from './parameters'
import { type Inner, singleStep, type Variant, workOf } from './single-step'

const capabilities = {
  noise: 'none',
  equation: 'flow',
  order: { ode: 3, sde: null },
  evaluationsPerStep: 3,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

type Order = 1 | 2 | 3

/** Orders of the steps at the end, where a budget of evaluations is no multiple of the order. */
const ends: Readonly<Record<string, readonly Order[]>> = { none: [], '1': [1], '2': [2], '2-1': [2, 1] }

/**
 * DPM-Solver-fast (Lu et al. 2022, appendix B.4; `sample_dpm_fast` of k-diffusion; `singlestep` of the authors' code):
 * steps of one order, with one or two of lower order at the end so that a budget of evaluations is met exactly. K steps
 * of order 3 cost 3K - 3 evaluations with the end 2-1, 3K - 2 with the end 1, 3K - 1 with the end 2.
 */
function make(order: Order, end: string, values: { form: string; variant: string; inner: string }): Sampler {
  const options = {
    form: values.form as Form,
    variant: values.variant as Variant,
    inner: values.inner as Inner,
  }
  const last = ends[end] ?? []
  const own: Capabilities = {
    ...capabilities,
    // A single step of order 1 leaves an error O(h^2).
    order: { ode: last.includes(1) ? 2 : order, sde: null },
    evaluationsPerStep: order,
    minSteps: Math.max(1, last.length),
  }
  return {
    ...oneStepSampler(own, workOf(order), (backend, x, work, stretch) => {
      const here = last[last.length - (stretch.steps - stretch.step)] ?? order
      return singleStep(here, backend, x, work, stretch, options)
    }),
    check() {
      if (last.some((each) => each >= order))
        throw new Invalid('sampler.end', `is "${end}"; steps of an order below ${order} were expected`)
    },
  }
}

export const dpmSolverFast = {
  ...entry({
    kind: 'dpm-solver-fast',
    title: 'DPM-Solver-fast',
    doc: 'Third-order steps with lower orders at the end, as the paper spends a budget of evaluations.',
    source: 'Lu et al. 2022, appendix B.4; k-diffusion, sample_dpm_fast',
    params: {
      order: {
        kind: 'number',
        label: 'Order',
        doc: 'Order of all steps but the last.',
        default: 3,
        min: 2,
        max: 3,
        step: 1,
        integer: true,
      },
      end: {
        kind: 'choice',
        label: 'Last steps',
        doc: 'Orders of the last steps: they make the evaluations of K steps 3K, 3K - 2, 3K - 1 or 3K - 3.',
        default: '2-1',
        options: [
          { value: '2-1', label: 'order 2, then 1' },
          { value: '2', label: 'order 2' },
          { value: '1', label: 'order 1' },
          { value: 'none', label: 'like all others' },
        ],
      },
      form,
      variant,
      inner,
    },
    make: ({ order, end, ...values }) => make(order === 2 ? 2 : 3, end, values),
  }),
  capabilities: { ...capabilities, order: { ode: 2, sde: null }, minSteps: 2 },
}
