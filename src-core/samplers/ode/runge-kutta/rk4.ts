import { entry } from '#core/params/entry'
import type { Slot } from '../../backend'
import { evaluateDrift } from '../../drift'
import type { Capabilities, Sampler } from '../../sampler'

const capabilities = {
  noise: 'none',
  equation: 'dynamics',
  order: { ode: 4, sde: null },
  evaluationsPerStep: 4,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/** The classical Runge–Kutta method (Kutta 1901; Hairer, Nørsett & Wanner 1993, table II.1.2) on the flow. */
const sampler: Sampler = {
  capabilities,
  *run(problem, backend, from) {
    const { times } = problem
    const { x, carried } = from
    const score = backend.allocate()
    const k = [backend.allocate(), backend.allocate(), backend.allocate(), backend.allocate()] as const
    const stage = backend.allocate()
    /** k_i <- b(at, t) */
    const slope = (out: Slot, at: Slot, t: number): number => {
      const drift = evaluateDrift(problem, backend, score, at, t)
      backend.combine(out, [drift.linear, at], [drift.score, score])
      return drift.evaluations
    }
    try {
      let nfe = from.nfe
      for (let step = from.step; step + 1 < times.length; step++) {
        const t = times[step]!
        const next = times[step + 1]!
        const dt = next - t
        const middle = t + 0.5 * dt
        nfe += slope(k[0], x, t)
        backend.combine(stage, [1, x], [0.5 * dt, k[0]])
        nfe += slope(k[1], stage, middle)
        backend.combine(stage, [1, x], [0.5 * dt, k[1]])
        nfe += slope(k[2], stage, middle)
        backend.combine(stage, [1, x], [dt, k[2]])
        nfe += slope(k[3], stage, next)
        backend.combine(x, [1, x], [dt / 6, k[0]], [dt / 3, k[1]], [dt / 3, k[2]], [dt / 6, k[3]])
        yield { step: step + 1, t: next, nfe, x, carried }
      }
    } finally {
      for (const slot of [stage, ...k, score]) backend.free(slot)
    }
  },
}

export const rk4 = {
  ...entry({
    kind: 'rk4',
    title: 'Runge–Kutta 4',
    doc: 'Four score evaluations per step; fourth order, for the probability flow only.',
    source: 'Kutta 1901',
    params: {},
    make: () => sampler,
  }),
  capabilities,
}
