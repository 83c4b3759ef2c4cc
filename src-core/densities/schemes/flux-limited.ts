import { Operator } from '../operator/operator'
import { LimitedFlux } from '../operator/limited-flux'
import { refuseCrossTerms, type Scheme, type SchemeFacts, startOf } from './scheme'

const facts = {
  order: { space: 2, time: 2 },
  positive: 'below-bound',
  unstableBeyondBound: false,
  crossTerms: false,
} as const satisfies SchemeFacts

/**
 * Limited upwind fluxes with two explicit stages, u = p + dt A(t) p and p' = (p + u + dt A(t') u) / 2 (Shu & Osher
 * 1988): a mean of explicit steps, so positive where those are. A step longer than the bound is taken in equal parts,
 * as many as the faster of its two ends asks for. For drift without much diffusion, where Chang and Cooper's fluxes
 * fall back to order 1.
 */
export const fluxLimited: Scheme = {
  kind: 'flux-limited',
  title: 'Flux-limited upwind',
  doc: 'Second order where drift rules and little noise is left, which is where centred schemes fall back or wiggle.',
  source: 'van Leer 1979; Shu & Osher 1988',
  params: {},
  facts,
  stepBound: (problem, t) => 1 / new LimitedFlux(problem).fastest(t),
  *run(problem, times, from) {
    refuseCrossTerms(fluxLimited, problem)
    const p = startOf(from, times)
    const fluxes = new LimitedFlux(problem)
    const source = problem.source === undefined ? null : new Operator(problem)
    const stage = new Float64Array(p.length)
    const change = new Float64Array(p.length)
    let slow = fluxes.fastest(times[from.step]!)
    for (let step = from.step; step + 1 < times.length; step++) {
      const [t, next] = [times[step]!, times[step + 1]!]
      const fast = problem.steady ? slow : fluxes.fastest(next)
      const parts = Math.max(1, Math.ceil((next - t) * Math.max(slow, fast) - 1e-9))
      slow = fast
      const dt = (next - t) / parts
      for (let part = 0; part < parts; part++) {
        const at = t + part * dt
        stage.set(p)
        fluxes.addTo(stage, p, at, dt)
        source?.addRest(stage, p, at, dt)
        change.set(stage)
        const to = part + 1 === parts ? next : at + dt
        fluxes.addTo(change, stage, to, dt)
        source?.addRest(change, stage, to, dt)
        for (let i = 0; i < p.length; i++) p[i] = 0.5 * (p[i]! + change[i]!)
      }
      yield { step: step + 1, t: next, p }
    }
  },
}
