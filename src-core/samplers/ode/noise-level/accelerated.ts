import { entry } from '#core/params/entry'
import type { Backend, Slot } from '../../backend'
import type { Capabilities } from '../../sampler'
import { manyStepSampler, type Outlook } from '../many-step'

const capabilities = {
  noise: 'none',
  equation: 'flow',
  order: { ode: 1, sde: null },
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 1,
  history: 1,
} as const satisfies Capabilities

/**
 * Permenter & Yuan 2024, section 5.2 (the accelerated step of smalldiffusion): Euler's step for x / alpha in
 * sigma / alpha along gamma eps + (1 - gamma) eps_before. gamma = 1 is Euler; on equal steps of sigma / alpha
 * gamma = 3/2 is Adams–Bashforth of order 2. The first step is Euler's.
 */
const advance =
  (gamma: number) =>
  (backend: Backend, x: Slot, { past, to }: Outlook): void => {
    const [now, before] = past
    const { level } = now
    const move = to.alpha * (to.ratio - level.ratio)
    const keep = to.alpha / level.alpha
    if (before === undefined) backend.combine(x, [keep, x], [move, now.prediction])
    else
      backend.combine(x, [keep, x], [move * gamma, now.prediction], [move * (1 - gamma), before.prediction])
  }

export const accelerated = {
  ...entry({
    kind: 'accelerated',
    title: 'Accelerated Euler',
    doc: 'Euler’s step with the direction pushed on from the last one; cheap, and the error may fall a lot at few steps.',
    source: 'Permenter & Yuan 2024, section 5.2; smalldiffusion',
    formula:
      "\\frac{x'}{\\alpha'} = \\frac{x}{\\alpha} + \\Big(\\frac{\\sigma'}{\\alpha'} - \\frac{\\sigma}{\\alpha}\\Big)\\big[\\gamma\\,\\varepsilon + (1-\\gamma)\\,\\varepsilon_{\\text{before}}\\big]",
    params: {
      gamma: {
        kind: 'number',
        label: 'Push',
        symbol: '\\gamma',
        doc: 'How far the direction is extrapolated; 1 is Euler, above 2 the steps may overshoot.',
        source: 'Permenter & Yuan 2024',
        default: 2,
        min: 0,
        max: 4,
        soft: [1, 2.5],
        step: 0.05,
      },
    },
    make: ({ gamma }) => manyStepSampler(capabilities, 'noise', advance(gamma)),
  }),
  capabilities,
}
