import { entry } from '#core/params/entry'
import { levelAtLambda, predict } from '../../level'
import type { Capabilities } from '../../sampler'
import { oneStepSampler, slotOf } from '../one-step'

const capabilities = {
  noise: 'none',
  equation: 'flow',
  order: { ode: 2, sde: null },
  evaluationsPerStep: 2,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/**
 * Karras et al. 2022, algorithm 1 and, for other positions of the second stage, algorithm 3 of appendix D.1 with the
 * schedule sigma(t) = t: with d = eps for x / alpha in r = sigma / alpha and h = r' - r,
 *   d' = eps at r + a h of x / alpha + a h d,   x'/alpha' = x / alpha + h [(1 - 1/2a) d + 1/2a d'].
 */
const sampler = (stage: number) =>
  oneStepSampler(capabilities, 3, (backend, x, work, { process, from, to }) => {
    const [d, later, middle] = [slotOf(work, 0), slotOf(work, 1), slotOf(work, 2)]
    const h = to.ratio - from.ratio
    const at = stage === 1 ? to : levelAtLambda(process, -Math.log(from.ratio + stage * h))
    predict(backend, d, x, from, 'noise')
    backend.combine(middle, [at.alpha / from.alpha, x], [at.alpha * (at.ratio - from.ratio), d])
    predict(backend, later, middle, at, 'noise')
    const weight = 0.5 / stage
    backend.combine(
      x,
      [to.alpha / from.alpha, x],
      [to.alpha * h * (1 - weight), d],
      [to.alpha * h * weight, later],
    )
    return 2
  })

export const heunSigma = {
  ...entry({
    kind: 'heun-sigma',
    title: 'Heun in noise level (EDM)',
    short: 'Heun in σ (EDM)',
    doc: 'EDM’s deterministic sampler: two evaluations per step, the second corrects the direction of the first.',
    source: 'Karras et al. 2022, algorithms 1 and 3',
    formula:
      "\\frac{x'}{\\alpha'} = \\frac{x}{\\alpha} + h\\big[(1-\\tfrac1{2a})\\,\\varepsilon + \\tfrac1{2a}\\,\\varepsilon_a\\big]",
    params: {
      stage: {
        kind: 'number',
        label: 'Second stage',
        symbol: 'a',
        doc: 'Where in the step the second evaluation lies: 1 is Heun’s method, 1/2 the midpoint rule, 2/3 Ralston’s.',
        source: 'Karras et al. 2022, appendix D.1',
        default: 1,
        min: 0.1,
        max: 1,
        soft: [0.5, 1],
        step: 0.01,
      },
    },
    make: ({ stage }) => sampler(stage),
  }),
  capabilities,
}
