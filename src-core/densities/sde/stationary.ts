import { cellCount, cellSize } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import { Operator } from '../operator/operator'
import type { Transport } from '../transport'

const MOST_ROUNDS = 4000
/** Steps of 1, 4, 16, ... times the shortest, and the fewest of them */
const LENGTHS = 8
const FEWEST = 3
/** A cycle of lengths that leaves more than this of the last one's rate is too long. */
const GROWTH = 0.9

/**
 * The density p >= 0 of mass 1 with A p = 0, for closed or periodic ends. Rounds of
 * p <- p + (I - dt A_y)^-1 (I - dt A_x)^-1 dt A p (Douglas & Gunn 1964), whose fixed point does not depend on dt, so
 * that dt may go through a cycle of lengths, each damping its own waves. Ends when the rate of change in L1 is below
 * `tolerance` per unit of time. Throws `Invalid` where it does not settle.
 */
export function stationaryDensity(problem: Transport, tolerance = 1e-12): Float64Array {
  const operator = new Operator(problem)
  const n = cellCount(problem.grid)
  const size = cellSize(problem.grid)
  const p = new Float64Array(n).fill(1 / (n * size))
  const change = new Float64Array(n)
  const shortest = 4 / operator.fastest(0).alone
  let [lengths, place, before] = [LENGTHS, 0, Infinity]
  for (let round = 0; round < MOST_ROUNDS; round++, place = (place + 1) % lengths) {
    change.fill(0)
    operator.addAll(change, p, 0, 1)
    const rate = size * change.reduce((sum, value) => sum + Math.abs(value), 0)
    if (rate < tolerance) return p
    if (place === 0) {
      // Where the drift turns, both axes taken one after the other do not bear the longest steps: then without them.
      if (!(rate < GROWTH * before) && lengths > FEWEST) {
        lengths--
        before = Infinity
        if (!Number.isFinite(rate)) p.fill(1 / (n * size))
      } else before = rate
    }
    const dt = shortest * 4 ** place
    for (let i = 0; i < n; i++) change[i]! *= dt
    operator.solve(0, change, 0, dt)
    operator.solve(1, change, 0, dt)
    for (let i = 0; i < n; i++) p[i]! += change[i]!
  }
  throw new Invalid(
    'sde',
    'has no stationary density that settles on this grid; a drift that holds paths inside the box was expected',
  )
}
