import { entry } from '#core/params/entry'
import type { BooleanParam } from '#core/params/param'
import type { Capabilities } from '../../sampler'
import { manyStepSampler, multistepOrder } from '../many-step'
import { exponentialManyStep } from './many-step'
import { variant } from './parameters'
import type { Variant } from './single-step'

const capabilities = (order: number, history: number): Capabilities => ({
  noise: 'none',
  equation: 'flow',
  order: multistepOrder(order),
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 1,
  history,
})

const lowerOrderFinal = {
  kind: 'boolean',
  label: 'Lower order at the end',
  doc: 'Takes the last two steps by order 2 and 1, as the authors’ code does below ten steps.',
  source: 'Lu et al. 2023, appendix; dpm-solver, lower_order_final',
  default: false,
  minor: true,
} as const satisfies BooleanParam

/** Lu et al. 2023, algorithm 2; `sample_dpmpp_2m` of k-diffusion. */
export const dpmpp2m = {
  ...entry({
    kind: 'dpmpp-2m',
    title: 'DPM-Solver++ 2M',
    doc: 'One evaluation per step; the last two data predictions joined by a line. The usual choice for few steps.',
    source: 'Lu et al. 2023, algorithm 2',
    formula:
      "x' = \\tfrac{\\sigma'}{\\sigma}x + \\alpha'(1 - e^{-h})\\big[(1 + \\tfrac1{2r}) D - \\tfrac1{2r} D_{\\text{before}}\\big]",
    params: { variant, lowerOrderFinal },
    make: (values) =>
      manyStepSampler(
        capabilities(2, 1),
        'data',
        exponentialManyStep({
          form: 'data',
          order: 2,
          variant: values.variant as Variant,
          curvature: 2,
          lowerOrderFinal: values.lowerOrderFinal,
        }),
      ),
  }),
  capabilities: capabilities(2, 1),
}

const thirdOrder = (curvature: 1 | 2, values: { variant: string; lowerOrderFinal: boolean }) =>
  manyStepSampler(
    capabilities(curvature === 2 ? 3 : 2, 2),
    'data',
    exponentialManyStep({
      form: 'data',
      order: 3,
      variant: values.variant as Variant,
      curvature,
      lowerOrderFinal: values.lowerOrderFinal,
    }),
  )

const second = { ...variant, label: 'Second step', default: 'taylor' } as const

/** With the second derivative as it follows from the differences, so that the order is 3. */
export const dpmpp3m = {
  ...entry({
    kind: 'dpmpp-3m',
    title: 'DPM-Solver++ 3M, third order',
    short: 'DPM++ 3M, full',
    doc: 'One evaluation per step; the last three data predictions joined by a parabola, with the term that makes the order 3.',
    source: 'Lu et al. 2023, section 4 and appendix; the factor 2 of the second difference restored',
    params: { variant: second, lowerOrderFinal },
    make: (values) => thirdOrder(2, values),
  }),
  capabilities: capabilities(3, 2),
}

/** As the authors and k-diffusion coded it: the second difference enters without its factor 2, so the order is 2. */
export const dpmpp3mCoded = {
  ...entry({
    kind: 'dpmpp-3m-coded',
    title: 'DPM-Solver++ 3M, as coded',
    short: 'DPM++ 3M, coded',
    doc: 'The 3M of the authors’ code and k-diffusion: second order, since half of a term is missing, but good at few steps.',
    source: 'dpm-solver, multistep order 3; k-diffusion, sample_dpmpp_3m_sde with eta 0',
    params: { variant: second, lowerOrderFinal },
    make: (values) => thirdOrder(1, values),
  }),
  capabilities: capabilities(2, 2),
}

/** The noise form: Lu et al. 2022 as a multistep method, in the authors' code `multistep` of `dpmsolver`. */
export const dpmSolverMultistep = {
  ...entry({
    kind: 'dpm-solver-multistep',
    title: 'DPM-Solver multistep',
    short: 'DPM multistep',
    doc: 'One evaluation per step; the last noise predictions joined by a polynomial of log-SNR.',
    source: 'Lu et al. 2022; dpm-solver, multistep',
    params: {
      order: {
        kind: 'number',
        label: 'Order',
        doc: 'How many predictions are joined.',
        default: 2,
        min: 1,
        max: 3,
        step: 1,
        integer: true,
      },
      coded: {
        kind: 'boolean',
        label: 'Third order as coded',
        doc: 'Leaves out half of the second difference as the authors’ code does; the order is then 2.',
        default: false,
        minor: true,
      },
      variant,
      lowerOrderFinal,
    },
    make: ({ order, coded, ...values }) =>
      manyStepSampler(
        capabilities(order === 3 && coded ? 2 : order, order - 1),
        'noise',
        exponentialManyStep({
          form: 'noise',
          order: order === 1 ? 1 : order === 2 ? 2 : 3,
          variant: values.variant as Variant,
          curvature: coded ? 1 : 2,
          lowerOrderFinal: values.lowerOrderFinal,
        }),
      ),
  }),
  capabilities: capabilities(2, 1),
}
