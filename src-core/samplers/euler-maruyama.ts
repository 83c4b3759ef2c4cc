import { entry } from '#core/params/entry'
import { evaluateDrift } from './drift'
import type { Capabilities, Sampler } from './sampler'

const capabilities = {
  noise: 'optional',
  equation: 'dynamics',
  order: { ode: 1, sde: 1 },
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/**
 * Maruyama 1955; Kloeden & Platen 1992, section 9.1. x' = x + b(x, t) dt + c(t) dW. Strong order 1 here, since the
 * noise is additive; without noise it is Euler's method.
 */
const sampler: Sampler = {
  capabilities,
  *run(problem, backend, from) {
    const { times, dynamics } = problem
    const { x, carried } = from
    const score = backend.allocate()
    const noise = backend.allocate()
    try {
      let nfe = from.nfe
      for (let step = from.step; step + 1 < times.length; step++) {
        const t = times[step]!
        const next = times[step + 1]!
        const dt = next - t
        const drift = evaluateDrift(problem, backend, score, x, t)
        nfe += drift.evaluations
        const kick = dynamics.noise(t) * Math.sqrt(Math.abs(dt))
        if (kick === 0) {
          backend.combine(x, [1 + drift.linear * dt, x], [drift.score * dt, score])
        } else {
          backend.normals(noise, { step, from: t, to: next })
          backend.combine(x, [1 + drift.linear * dt, x], [drift.score * dt, score], [kick, noise])
        }
        yield { step: step + 1, t: next, nfe, x, carried }
      }
    } finally {
      backend.free(noise)
      backend.free(score)
    }
  },
}

export const eulerMaruyama = {
  ...entry({
    kind: 'euler-maruyama',
    title: 'Euler–Maruyama',
    doc: 'One score evaluation per step; the plainest method for an SDE, and Euler’s for the flow.',
    source: 'Maruyama 1955; Song et al. 2021',
    params: {},
    make: () => sampler,
  }),
  capabilities,
}
