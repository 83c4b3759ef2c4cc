import { cellSize, type Grid, shape, spacing } from '#core/numeric/grids/grid'

type Floats = Float32Array | Float64Array

/** Differential entropy -int p log p in nats, of cell averages of mass 1 */
export function entropy(p: Float64Array, grid: Grid): number {
  const size = cellSize(grid)
  let sum = 0
  for (let i = 0; i < p.length; i++) if (p[i]! > 0) sum -= size * p[i]! * Math.log(p[i]!)
  return sum
}

/** int p |grad log p|^2 from differences between neighbouring cells; order 2 */
export function fisherInformation(p: Float64Array, grid: Grid): number {
  return overFaces(grid, (i, j, h) => logMean(p[i]!, p[j]!) * ((safeLog(p[j]!) - safeLog(p[i]!)) / h) ** 2)
}

/**
 * int p s^T K s with s = grad log p and a matrix K at the centres, [cells, 3]: xx, xy, yy. Order 2; what couples both axes
 * is read off the cells around each corner.
 */
export function weightedFisher(p: Float64Array, grid: Grid, tensor: Float64Array): number {
  const [nx, ny] = shape(grid)
  const along = overFaces(grid, (i, j, h) => {
    const entry = j === i + 1 && ny > 1 ? 2 : 0
    const k = 0.5 * (tensor[3 * i + entry]! + tensor[3 * j + entry]!)
    return k * logMean(p[i]!, p[j]!) * ((safeLog(p[j]!) - safeLog(p[i]!)) / h) ** 2
  })
  const [hx, hy] = [spacing(grid.axes[0]), grid.axes[1] === undefined ? 1 : spacing(grid.axes[1])]
  let across = 0
  for (let i = 0; i + 1 < nx; i++)
    for (let j = 0; j + 1 < ny; j++) {
      const at = [i * ny + j, i * ny + j + 1, (i + 1) * ny + j, (i + 1) * ny + j + 1] as const
      const [a, b, c, e] = at.map((cell) => p[cell]!) as [number, number, number, number]
      if (!(a > TINY && b > TINY && c > TINY && e > TINY)) continue
      const [la, lb, lc, le] = [a, b, c, e].map(Math.log) as [number, number, number, number]
      const k = at.reduce((sum, cell) => sum + 0.25 * tensor[3 * cell + 1]!, 0)
      const slopes = (((lc - la + le - lb) / 2 / hx) * (lb - la + le - lc)) / 2 / hy
      across += 2 * k * 0.25 * (a + b + c + e) * slopes
    }
  return along + cellSize(grid) * across
}

/** int p |grad log (p / q)|^2; order 2 */
export function relativeFisher(p: Float64Array, q: Float64Array, grid: Grid): number {
  return overFaces(grid, (i, j, h) => {
    const ratio = (k: number): number => safeLog(p[k]!) - safeLog(q[k]!)
    return logMean(p[i]!, p[j]!) * ((ratio(j) - ratio(i)) / h) ** 2
  })
}

/** KL(p || q) in nats of two densities of mass 1 on one grid; Infinity where q is 0 and p is not */
export function relativeEntropy(p: Float64Array, q: Float64Array, grid: Grid): number {
  return divergenceOf(p, q, cellSize(grid))
}

/** KL(p || q) in nats of averages over cells of one size; values of q below `least` count as it. */
export function divergenceOf(p: Floats, q: Floats, size: number, least = 0): number {
  let sum = 0
  for (let i = 0; i < p.length; i++) if (p[i]! > 0) sum += p[i]! * Math.log(p[i]! / Math.max(q[i]!, least))
  return size * sum
}

/** int p |v|^2 of a field v [cells, d] known at the centres: Fisher information for v = grad log p, a score's error */
export function meanSquareUnder(p: Float64Array, v: Float64Array, grid: Grid): number {
  const d = grid.axes.length
  let sum = 0
  for (let i = 0; i < p.length; i++) {
    let square = 0
    for (let j = 0; j < d; j++) square += v[i * d + j]! ** 2
    sum += p[i]! * square
  }
  return cellSize(grid) * sum
}

/** 1/2 int |p - q| */
export function totalVariation(p: Float64Array, q: Float64Array, grid: Grid): number {
  return variationOf(p, q, cellSize(grid))
}

/** The same of averages over cells of one size */
export function variationOf(p: Floats, q: Floats, size: number): number {
  let sum = 0
  for (let i = 0; i < p.length; i++) sum += Math.abs(p[i]! - q[i]!)
  return 0.5 * size * sum
}

/**
 * De Bruijn's identity for dx = f x dt + g dW: dH/dt = d f + g^2 I / 2 (Stam 1959). The right side, from the density at t.
 */
export function entropyRate(p: Float64Array, grid: Grid, f: number, g2: number): number {
  return grid.axes.length * f + 0.5 * g2 * fisherInformation(p, grid)
}

/** Below it a density counts as this, so that empty cells make no infinite slope */
const TINY = 1e-280
const safeLog = (value: number): number => Math.log(Math.max(value, TINY))

/** (b - a) / (log b - log a), the mean for which p grad log p = grad p holds between cells too */
function logMean(a: number, b: number): number {
  if (!(a > TINY && b > TINY)) return 0
  const gap = Math.log(b / a)
  return Math.abs(gap) < 1e-4 ? 0.5 * (a + b) : (b - a) / gap
}

function overFaces(grid: Grid, value: (i: number, j: number, h: number) => number): number {
  const [nx, ny] = shape(grid)
  const size = cellSize(grid)
  const h = grid.axes.map(spacing)
  let sum = 0
  for (let i = 0; i < nx; i++)
    for (let j = 0; j < ny; j++) {
      const at = i * ny + j
      if (i + 1 < nx) sum += value(at, at + ny, h[0]!)
      if (j + 1 < ny) sum += value(at, at + 1, h[1]!)
    }
  return size * sum
}
