import { Invalid } from '#core/params/invalid'
import { Operator } from '../operator/operator'
import { momentName, type Transport } from '../transport'
import { type Scheme, type SchemeFacts, startOf } from './scheme'

const facts = {
  order: { space: 2, time: 1 },
  positive: 'below-bound',
  unstableBeyondBound: true,
  crossTerms: true,
} as const satisfies SchemeFacts

/** Room for rounding where a step is the bound itself */
const SLACK = 1 + 1e-9

/** Throws the sentence that says which step is too long at time t, and what would do. */
export function refuseLongStep(
  scheme: Pick<Scheme, 'title'>,
  problem: Transport,
  t: number,
  dt: number,
  bound: number,
): void {
  if (dt <= bound * SLACK) return
  throw new Invalid(
    'steps',
    `make a step of ${dt.toPrecision(3)} at ${momentName(problem, t)}, where ${scheme.title} grows without limit beyond ${bound.toPrecision(3)}; more steps, a coarser grid or an implicit scheme was expected`,
  )
}

const bound = (problem: Transport, t: number): number => 1 / new Operator(problem).fastest(t).together

/** p' = p + dt A p. In one dimension with constant K the bound is h^2 / 2K. */
export const explicitEuler: Scheme = {
  kind: 'explicit',
  title: 'Explicit Euler',
  doc: 'The plainest step: cheap and positive below its limit, refused beyond it, where it would grow without end.',
  source: 'Chang & Cooper 1970; Courant, Friedrichs & Lewy 1928',
  params: {},
  facts,
  stepBound: bound,
  *run(problem, times, from) {
    const p = startOf(from, times)
    const operator = new Operator(problem)
    const change = new Float64Array(p.length)
    let longest = 0
    for (let step = from.step; step + 1 < times.length; step++) {
      const [t, next] = [times[step]!, times[step + 1]!]
      const dt = next - t
      if (longest === 0 || !problem.steady) longest = 1 / operator.fastest(t).together
      refuseLongStep(explicitEuler, problem, t, dt, longest)
      change.fill(0)
      operator.addAll(change, p, t, dt)
      for (let i = 0; i < p.length; i++) p[i]! += change[i]!
      yield { step: step + 1, t: next, p }
    }
  },
}
