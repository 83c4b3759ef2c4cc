import { Operator } from '../operator/operator'
import { refuseCrossTerms, type Scheme, type SchemeFacts, startOf } from './scheme'

const facts = {
  order: { space: 2, time: 1 },
  positive: 'always',
  unstableBeyondBound: false,
  crossTerms: false,
} as const satisfies SchemeFacts

/**
 * Half a step along x, a step along y, half a step along x, each by backward Euler (Strang 1968). The splitting is of
 * order 2, its parts are not: order 1 in all, but the two axes are treated alike.
 */
export const strang: Scheme = {
  kind: 'strang',
  title: 'Strang splitting',
  doc: 'Half a step one way, a step the other, half a step the first way: both axes treated alike, always positive.',
  source: 'Strang 1968; Chang & Cooper 1970',
  params: {},
  facts,
  stepBound: () => Infinity,
  *run(problem, times, from) {
    refuseCrossTerms(strang, problem)
    const p = startOf(from, times)
    const operator = new Operator(problem)
    const rest = new Float64Array(p.length)
    for (let step = from.step; step + 1 < times.length; step++) {
      const [t, next] = [times[step]!, times[step + 1]!]
      const dt = next - t
      const middle = t + dt / 2
      operator.solve(0, p, middle, dt / 2)
      rest.fill(0)
      operator.addRest(rest, p, middle, dt)
      for (let i = 0; i < p.length; i++) p[i]! += rest[i]!
      operator.solve(1, p, next, dt)
      operator.solve(0, p, next, dt / 2)
      yield { step: step + 1, t: next, p }
    }
  },
}
