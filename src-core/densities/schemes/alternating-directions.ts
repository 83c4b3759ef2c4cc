import { Operator } from '../operator/operator'
import { refuseCrossTerms, type Scheme, type SchemeFacts, startOf } from './scheme'

const facts = {
  order: { space: 2, time: 2 },
  positive: 'below-bound',
  unstableBeyondBound: false,
  crossTerms: false,
} as const satisfies SchemeFacts

/**
 * (I - dt/2 A_x) p* = p + dt/2 A_y p, then (I - dt/2 A_y) p' = p* + dt/2 A_x p*, coefficients at the middle of the
 * step (Peaceman & Rachford 1955). On a line it is Crank & Nicolson's method (1947). Stable for any step; beyond the
 * bound a sharp start may undershoot zero.
 */
export const alternatingDirections: Scheme = {
  kind: 'alternating-directions',
  title: 'Crank–Nicolson',
  doc: 'Order 2 in time and stable for any step; a sharp start may undershoot zero where steps are long.',
  source: 'Crank & Nicolson 1947; Peaceman & Rachford 1955',
  params: {},
  facts,
  stepBound: (problem, t) => 2 / new Operator(problem).fastest(t).alone,
  *run(problem, times, from) {
    refuseCrossTerms(alternatingDirections, problem)
    const p = startOf(from, times)
    const operator = new Operator(problem)
    const half = new Float64Array(p.length)
    for (let step = from.step; step + 1 < times.length; step++) {
      const [t, next] = [times[step]!, times[step + 1]!]
      const dt = next - t
      const middle = t + dt / 2
      half.set(p)
      operator.add(1, half, p, middle, dt / 2)
      operator.addRest(half, p, middle, dt / 2)
      operator.solve(0, half, middle, dt / 2)
      p.set(half)
      operator.add(0, p, half, middle, dt / 2)
      operator.addRest(p, half, middle, dt / 2)
      operator.solve(1, p, middle, dt / 2)
      yield { step: step + 1, t: next, p }
    }
  },
}
