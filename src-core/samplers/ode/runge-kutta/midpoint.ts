import { entry } from '#core/params/entry'
import { evaluateDrift } from '../../drift'
import type { Capabilities, Sampler } from '../../sampler'

const capabilities = {
  noise: 'none',
  equation: 'dynamics',
  order: { ode: 2, sde: null },
  evaluationsPerStep: 2,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/** The midpoint rule in the process's own time (Runge 1895; Hairer, Nørsett & Wanner 1993, equation II.1.4). */
const sampler: Sampler = {
  capabilities,
  *run(problem, backend, from) {
    const { times } = problem
    const { x, carried } = from
    const score = backend.allocate()
    const middle = backend.allocate()
    try {
      let nfe = from.nfe
      for (let step = from.step; step + 1 < times.length; step++) {
        const t = times[step]!
        const next = times[step + 1]!
        const dt = next - t
        const first = evaluateDrift(problem, backend, score, x, t)
        backend.combine(middle, [1 + 0.5 * dt * first.linear, x], [0.5 * dt * first.score, score])
        const second = evaluateDrift(problem, backend, score, middle, t + 0.5 * dt)
        backend.combine(x, [1, x], [dt * second.linear, middle], [dt * second.score, score])
        nfe += first.evaluations + second.evaluations
        yield { step: step + 1, t: next, nfe, x, carried }
      }
    } finally {
      backend.free(middle)
      backend.free(score)
    }
  },
}

export const midpoint = {
  ...entry({
    kind: 'midpoint',
    title: 'Midpoint',
    doc: 'Two evaluations per step; the direction at the middle of the step carries the whole of it.',
    source: 'Runge 1895',
    formula: "x' = x + h\\,b\\big(x + \\tfrac h2 b(x, t),\\ t + \\tfrac h2\\big)",
    params: {},
    make: () => sampler,
  }),
  capabilities,
}
