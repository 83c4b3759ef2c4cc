import { entry } from '#core/params/entry'
import { consistencyFunction } from '#core/learning/distillation/consistency-function'
import { Invalid } from '#core/params/invalid'
import { levelAt } from './level'
import type { Capabilities, Sampler } from './sampler'
import { eachStep, stepNoise } from './stochastic/each-step'
import { consistencyTex } from './step-tex'

const capabilities = {
  noise: 'optional',
  equation: 'own',
  order: { ode: null, sde: null },
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/**
 * Song et al. 2023, algorithm 1: each step jumps to the data's end, and all but the last put fresh noise on again for
 * the level that comes next. It is meant for a distilled network; any other score gives the posterior mean, blurred.
 */
const sampler: Sampler = {
  capabilities,
  equation: consistencyTex,
  check({ dynamics }) {
    if (dynamics.rotation !== undefined || dynamics.switchesAt !== undefined)
      throw new Invalid(
        'dynamics',
        'is not the reverse family; it was expected, since this sampler reads no dynamics',
      )
  },
  run: eachStep((step, score, noise) => {
    const { backend, x, from, to, problem } = step
    const end = problem.times.at(-1)!
    const epsilon = levelAt(problem.process, end).ratio
    const f = consistencyFunction(from.alpha, from.sigma, epsilon)
    backend.score(score, x, from.alpha, from.sigma)
    const jump = [[to.alpha * f.onState, x] as const, [to.alpha * f.onScore, score] as const] as const
    if (to.t === end) backend.combine(x, ...jump)
    else {
      stepNoise(step, noise)
      const fresh = Math.sqrt(Math.max(0, to.sigma ** 2 - (to.alpha * epsilon) ** 2))
      backend.combine(x, ...jump, [fresh, noise])
    }
    return 1
  }),
}

export const consistency = {
  ...entry({
    kind: 'consistency',
    title: 'Consistency',
    doc: 'One step from noise to data with a distilled network, or a few with fresh noise between; not for other scores, whose posterior mean it shows.',
    source: 'Song, Dhariwal, Chen & Sutskever 2023, algorithm 1',
    formula:
      'f_\\theta(x_t) \\approx x_{t_{\\min}},\\quad x \\leftarrow f_\\theta(x) + \\sqrt{\\tau^2 - \\epsilon^2}\\,z',
    params: {},
    make: () => sampler,
  }),
  capabilities,
}
