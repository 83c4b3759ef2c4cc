import { Invalid } from '#core/params/invalid'
import { AxisOperator } from '../operator/axis-operator'
import type { Transport } from '../transport'

/**
 * The `count` smallest rates at which a density on a line relaxes: eigenvalues of -A, rising. The first is 0 with closed
 * ends; the second is Kramers' rate of crossing a hill, twice. A is similar to a symmetric tridiagonal matrix, whose
 * eigenvalues are found by counting signs (Sturm; Golub & Van Loan 2013, section 8.4.1).
 */
export function relaxationRates(problem: Transport, count: number): Float64Array {
  if (problem.grid.axes.length !== 1 || problem.ends[0] === 'periodic')
    throw new Invalid('domain', 'is no interval with two ends; rates of relaxation expected one')
  const { forward, backward, count: n, h } = new AxisOperator(problem, 0).at(0)
  const diagonal = new Float64Array(n)
  const product = new Float64Array(n)
  let most = 0
  for (let i = 0; i < n; i++) {
    diagonal[i] = (backward[i]! + forward[i + 1]!) / h
    product[i] = i === 0 ? 0 : (forward[i]! * backward[i]!) / (h * h)
    most = Math.max(most, 2 * diagonal[i]!)
  }
  const below = (value: number): number => {
    let negatives = 0
    let pivot = 1
    for (let i = 0; i < n; i++) {
      pivot = diagonal[i]! - value - (i === 0 ? 0 : product[i]! / pivot)
      if (pivot === 0) pivot = Number.MIN_VALUE
      if (pivot < 0) negatives++
    }
    return negatives
  }
  return Float64Array.from({ length: count }, (_, k) => {
    let [low, high] = [-1e-9 * most, most]
    for (let step = 0; step < 80; step++) {
      const middle = 0.5 * (low + high)
      if (below(middle) > k) high = middle
      else low = middle
    }
    return 0.5 * (low + high)
  })
}
