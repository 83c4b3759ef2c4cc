import { Operator } from '../operator/operator'
import { LimitedFlux } from '../operator/limited-flux'
import { refuseLongStep } from './explicit'
import { refuseCrossTerms, type Scheme, type SchemeFacts, startOf } from './scheme'

const facts = {
  order: { space: 2, time: 2 },
  positive: 'below-bound',
  unstableBeyondBound: true,
  crossTerms: false,
} as const satisfies SchemeFacts

/**
 * Limited upwind fluxes with two explicit stages, u = p + dt A(t) p and p' = (p + u + dt A(t') u) / 2 (Shu & Osher
 * 1988): a mean of explicit steps, so positive where those are. For drift without much diffusion, where Chang and
 * Cooper's fluxes fall back to order 1.
 */
export const fluxLimited: Scheme = {
  kind: 'flux-limited',
  title: 'Flux-limited upwind',
  source: 'van Leer 1979; Shu & Osher 1988',
  facts,
  stepBound: (problem, t) => 1 / new LimitedFlux(problem).fastest(t),
  *run(problem, times, from) {
    refuseCrossTerms(fluxLimited, problem)
    const p = startOf(from, times)
    const fluxes = new LimitedFlux(problem)
    const source = problem.source === undefined ? null : new Operator(problem)
    const stage = new Float64Array(p.length)
    const change = new Float64Array(p.length)
    let bound = 0
    for (let step = from.step; step + 1 < times.length; step++) {
      const [t, next] = [times[step]!, times[step + 1]!]
      const dt = next - t
      if (bound === 0 || !problem.steady) bound = 1 / fluxes.fastest(t)
      refuseLongStep(fluxLimited, t, dt, bound)
      stage.set(p)
      fluxes.addTo(stage, p, t, dt)
      source?.addRest(stage, p, t, dt)
      change.set(stage)
      fluxes.addTo(change, stage, next, dt)
      source?.addRest(change, stage, next, dt)
      for (let i = 0; i < p.length; i++) p[i] = 0.5 * (p[i]! + change[i]!)
      yield { step: step + 1, t: next, p }
    }
  },
}
