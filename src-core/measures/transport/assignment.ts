import { countOf, inDouble, type Points, squaredDistance } from '../samples/points'

/** Most rows of the cost matrix; the work grows with its cube. */
const MOST = 1200

/**
 * W_p between two small samples in any dimension, p = 1 or 2, exactly: with unequal numbers every point stands as often
 * as needed for equal shares of mass, and the assignment is solved by shortest augmenting paths (Jonker & Volgenant
 * 1987). Throws an Error where the least common multiple of the numbers is above 1200.
 */
export function exactWasserstein(x: Points, y: Points, p: 1 | 2): number {
  const n = countOf(x)
  const m = countOf(y)
  const size = (n * m) / gcd(n, m)
  if (size > MOST) throw new Error(`${n} and ${m} points need an assignment of ${size}; ${MOST} is the most`)
  const left = inDouble(x)
  const right = inDouble(y)
  const cost = new Float64Array(size * size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      const square = squaredDistance(
        left,
        Math.floor((i * n) / size),
        right,
        Math.floor((j * m) / size),
        x.dimension,
      )
      cost[i * size + j] = p === 2 ? square : Math.sqrt(square)
    }
  const total = leastAssignment(cost, size) / size
  return p === 2 ? Math.sqrt(total) : total
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** Least sum over permutations of cost[i, column of i]. */
export function leastAssignment(cost: Float64Array, size: number): number {
  // Potentials of rows and columns; column `size` is the artificial one from which each row's search starts.
  const rowPrice = new Float64Array(size)
  const columnPrice = new Float64Array(size + 1)
  const rowOf = new Int32Array(size + 1).fill(-1)
  const cameFrom = new Int32Array(size)
  const least = new Float64Array(size)
  const done = new Uint8Array(size + 1)
  for (let row = 0; row < size; row++) {
    least.fill(Infinity)
    done.fill(0)
    rowOf[size] = row
    let column = size
    while (rowOf[column] !== -1) {
      done[column] = 1
      const i = rowOf[column]!
      let step = Infinity
      let next = size
      for (let j = 0; j < size; j++) {
        if (done[j] === 1) continue
        const reduced = cost[i * size + j]! - rowPrice[i]! - columnPrice[j]!
        if (reduced < least[j]!) {
          least[j] = reduced
          cameFrom[j] = column
        }
        if (least[j]! < step) {
          step = least[j]!
          next = j
        }
      }
      for (let j = 0; j <= size; j++) {
        if (done[j] === 1) {
          rowPrice[rowOf[j]!]! += step
          columnPrice[j]! -= step
        } else if (j < size) least[j]! -= step
      }
      column = next
    }
    while (column !== size) {
      const before = cameFrom[column]!
      rowOf[column] = rowOf[before]!
      column = before
    }
  }
  let sum = 0
  for (let j = 0; j < size; j++) sum += cost[rowOf[j]! * size + j]!
  return sum
}
