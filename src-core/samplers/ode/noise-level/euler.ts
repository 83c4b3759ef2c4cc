import { entry } from '#core/params/entry'
import { predict } from '../../level'
import type { Capabilities } from '../../sampler'
import { oneStepSampler, slotOf } from '../one-step'

const capabilities = {
  noise: 'none',
  equation: 'flow',
  order: { ode: 1, sde: null },
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/**
 * Euler's method for x / alpha in sigma / alpha, in which the probability flow is d(x / alpha) = eps d(sigma / alpha):
 * DDIM with eta = 0 (Song, Meng & Ermon 2021, equation 12), DPM-Solver-1 (Lu et al. 2022, equation 3.7), the Euler of
 * Karras et al. 2022 (algorithm 1 without its correction).
 */
const sampler = oneStepSampler(capabilities, 1, (backend, x, work, { from, to }) => {
  const eps = slotOf(work, 0)
  predict(backend, eps, x, from, 'noise')
  backend.combine(x, [to.alpha / from.alpha, x], [to.alpha * (to.ratio - from.ratio), eps])
  return 1
})

export const euler = {
  ...entry({
    kind: 'euler',
    title: 'Euler in noise level (DDIM)',
    short: 'Euler in σ (DDIM)',
    doc: 'One evaluation per step; straight lines of x/alpha in sigma/alpha, exact where the noise prediction is constant.',
    source: 'Song, Meng & Ermon 2021, equation 12; Karras et al. 2022, algorithm 1',
    formula:
      "\\frac{x'}{\\alpha'} = \\frac{x}{\\alpha} + \\Big(\\frac{\\sigma'}{\\alpha'} - \\frac{\\sigma}{\\alpha}\\Big)\\,\\varepsilon(x)",
    params: {},
    make: () => sampler,
  }),
  capabilities,
}
