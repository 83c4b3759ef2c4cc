import { entry } from '#core/params/entry'
import { Invalid } from '#core/params/invalid'
import type { Backend, Slot } from '../../backend'
import type { Level } from '../../level'
import type { Capabilities, Sampler, SamplingProblem } from '../../sampler'
import { oneStepSampler, slotOf } from '../one-step'

const capabilities = {
  noise: 'none',
  equation: 'flow',
  needs: 'a rectified flow: alpha = 1 - t and sigma = t',
  order: { ode: 1, sde: null },
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

const twice = { ...capabilities, order: { ode: 2, sde: null }, evaluationsPerStep: 2 } as const

/**
 * out <- v = eps - D, the velocity of x along the straight lines from noise to data (Liu et al. 2023, equation 1);
 * with alpha + sigma = 1 it is -(x + sigma score) / alpha, without the difference of two large numbers.
 */
function velocity(backend: Backend, out: Slot, x: Slot, { alpha, sigma }: Level): void {
  backend.score(out, x, alpha, sigma)
  backend.combine(out, [-1 / alpha, x], [-sigma / alpha, out])
}

function check({ process, times }: SamplingProblem): void {
  for (const t of times)
    if (Math.abs(process.sigma(t) - t) > 1e-12 || Math.abs(process.alpha(t) - (1 - t)) > 1e-12)
      throw new Invalid('process.kind', 'is no rectified flow; "rectified-flow" was expected by this sampler')
}

const eulerSampler: Sampler = {
  ...oneStepSampler(capabilities, 1, (backend, x, work, { from, to }) => {
    const v = slotOf(work, 0)
    velocity(backend, v, x, from)
    backend.combine(x, [1, x], [to.t - from.t, v])
    return 1
  }),
  check,
}

const heunSampler: Sampler = {
  ...oneStepSampler(twice, 3, (backend, x, work, { from, to }) => {
    const [v, later, predicted] = [slotOf(work, 0), slotOf(work, 1), slotOf(work, 2)]
    const h = to.t - from.t
    velocity(backend, v, x, from)
    backend.combine(predicted, [1, x], [h, v])
    velocity(backend, later, predicted, to)
    backend.combine(x, [1, x], [0.5 * h, v], [0.5 * h, later])
    return 2
  }),
  check,
}

export const flowEuler = {
  ...entry({
    kind: 'flow-euler',
    title: 'Euler of a rectified flow',
    short: 'Euler, rectified',
    doc: 'One evaluation per step along the velocity from noise to data; the grid’s shift moves the steps to noise.',
    source: 'Liu et al. 2023; Esser et al. 2024',
    formula: "x' = x + (t' - t)\\,v(x, t),\\quad v = E[\\varepsilon - x_0 \\mid x]",
    params: {},
    make: () => eulerSampler,
  }),
  capabilities,
}

export const flowHeun = {
  ...entry({
    kind: 'flow-heun',
    title: 'Heun of a rectified flow',
    short: 'Heun, rectified',
    doc: 'Two evaluations per step: the mean of the velocities at both ends.',
    source: 'Liu et al. 2023; Lipman et al. 2023',
    formula: "x' = x + \\tfrac{t' - t}{2}\\big[v(x, t) + v(x + (t'-t)\\,v, t')\\big]",
    params: {},
    make: () => heunSampler,
  }),
  capabilities: twice,
}
