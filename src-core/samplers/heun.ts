import { entry } from '#core/params/entry'
import { evaluateDrift } from './drift'
import type { Capabilities, Sampler } from './sampler'

const capabilities = {
  noise: 'optional',
  equation: 'dynamics',
  order: { ode: 2, sde: 1 },
  evaluationsPerStep: 2,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/**
 * Heun's method (Karras et al. 2022, algorithm 1, in the process's own time); with noise the stochastic Heun scheme
 * (Rüemelin 1982; Kloeden & Platen 1992, section 15.1), whose two stages share one Brownian increment:
 * p = x + b(x, t) dt + c(t) dW,  x' = x + (b(x, t) + b(p, t')) dt/2 + (c(t) + c(t')) dW/2.
 */
const sampler: Sampler = {
  capabilities,
  *run(problem, backend, from) {
    const { times, dynamics } = problem
    const { x, carried } = from
    const score = backend.allocate()
    const later = backend.allocate()
    const predicted = backend.allocate()
    const noise = backend.allocate()
    try {
      let nfe = from.nfe
      for (let step = from.step; step + 1 < times.length; step++) {
        const t = times[step]!
        const next = times[step + 1]!
        const dt = next - t
        const root = Math.sqrt(Math.abs(dt))
        const kick = dynamics.noise(t) * root
        const noisy = !dynamics.deterministic
        if (noisy) backend.normals(noise, { step, from: t, to: next })
        const first = evaluateDrift(problem, backend, score, x, t)
        if (noisy)
          backend.combine(predicted, [1 + first.linear * dt, x], [first.score * dt, score], [kick, noise])
        else backend.combine(predicted, [1 + first.linear * dt, x], [first.score * dt, score])
        const second = evaluateDrift(problem, backend, later, predicted, next)
        nfe += first.evaluations + second.evaluations
        const half = 0.5 * dt
        backend.combine(
          x,
          [1 + first.linear * half, x],
          [first.score * half, score],
          [second.linear * half, predicted],
          [second.score * half, later],
        )
        if (noisy) backend.combine(x, [1, x], [0.5 * (kick + dynamics.noise(next) * root), noise])
        yield { step: step + 1, t: next, nfe, x, carried }
      }
    } finally {
      for (const slot of [noise, predicted, later, score]) backend.free(slot)
    }
  },
}

export const heun = {
  ...entry({
    kind: 'heun',
    title: 'Heun',
    doc: 'Two score evaluations per step; second order on the flow, and a stochastic Heun scheme with noise.',
    source: 'Karras et al. 2022, algorithm 1; Kloeden & Platen 1992, section 15.1',
    params: {},
    make: () => sampler,
  }),
  capabilities,
}
