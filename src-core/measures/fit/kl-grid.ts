import { countOf, type Points } from '../samples/points'

/** Cells of a box, last axis fastest; [d] each. */
export interface CellGrid {
  readonly counts: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
}

/**
 * sum P log(P/Q) in nats over cells, with both brought to sum 1; Infinity where Q is 0 and P is not. For densities at
 * the cells' centres this is the mid-point rule of KL(p || q), of second order in the cells' width.
 */
export function klOnGrid(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const totalP = sum(p)
  const totalQ = sum(q)
  let kl = 0
  for (let i = 0; i < p.length; i++) {
    const share = p[i]! / totalP
    if (share > 0) kl += share * Math.log((share * totalQ) / q[i]!)
  }
  return kl
}

/**
 * What KL of a histogram of n exact draws against the cells' true shares is on average: (cells in use - 1) / (2 n), the
 * first term of its expansion (Miller 1955); the floor that particles are compared with.
 */
export function klFloor(q: ArrayLike<number>, n: number): number {
  const least = 1e-12 * sum(q)
  let used = 0
  for (let i = 0; i < q.length; i++) if (q[i]! > least) used += 1
  return (used - 1) / (2 * n)
}

/**
 * KL in nats of where n points lie to the cells' true shares q, from counts in the cells. Cells that expect less than one
 * point, and everything outside the box, are one cell together: so the value is finite and its floor is that of
 * `klFloor` over the cells that remain.
 */
export function klOfCounts(counts: ArrayLike<number>, q: ArrayLike<number>, n: number): number {
  let kl = 0
  let [restP, restQ] = [1, 1]
  for (let i = 0; i < q.length; i++) {
    if (q[i]! * n < 1) continue
    const share = counts[i]! / n
    if (share > 0) kl += share * Math.log(share / q[i]!)
    restP -= share
    restQ -= q[i]!
  }
  // A share far below one draw cannot be told from 0.
  return restP > 1e-12 ? kl + restP * Math.log(restP / Math.max(restQ, 0.5 / n)) : kl
}

/** How many points are in each cell; those outside the box are in none. */
export function histogram(points: Points, grid: CellGrid): Float64Array {
  const { values, dimension: d } = points
  const cells = new Float64Array(grid.counts.reduce((product, count) => product * count, 1))
  const n = countOf(points)
  for (let i = 0; i < n; i++) {
    let cell = 0
    for (let j = 0; j < d; j++) {
      const count = grid.counts[j]!
      const at = Math.floor(((values[i * d + j]! - grid.low[j]!) / (grid.high[j]! - grid.low[j]!)) * count)
      cell = at >= 0 && at < count && cell >= 0 ? cell * count + at : -1
    }
    if (cell >= 0) cells[cell]! += 1
  }
  return cells
}

function sum(values: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i]!
  return total
}
