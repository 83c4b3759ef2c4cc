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
 * The midpoint rule for x / alpha in sigma / alpha with its middle at the geometric mean of the levels, which is
 * DPM-Solver-2 (Lu et al. 2022, algorithm 1) up to the rounding of its coefficients; as `sample_dpm_2` of k-diffusion
 * without churn.
 */
const sampler = oneStepSampler(capabilities, 2, (backend, x, work, { process, from, to }) => {
  const [eps, middle] = [slotOf(work, 0), slotOf(work, 1)]
  const half = levelAtLambda(process, 0.5 * (from.lambda + to.lambda))
  predict(backend, eps, x, from, 'noise')
  backend.combine(middle, [half.alpha / from.alpha, x], [half.alpha * (half.ratio - from.ratio), eps])
  predict(backend, eps, middle, half, 'noise')
  backend.combine(x, [to.alpha / from.alpha, x], [to.alpha * (to.ratio - from.ratio), eps])
  return 2
})

export const dpm2 = {
  ...entry({
    kind: 'dpm-2',
    title: 'DPM-2',
    doc: 'Two evaluations per step: the noise prediction at the middle in log noise level carries the whole step.',
    source: 'Karras et al. 2022, appendix C; Lu et al. 2022, algorithm 1',
    params: {},
    make: () => sampler,
  }),
  capabilities,
}
