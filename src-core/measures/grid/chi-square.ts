import { type Grid, shape, spacing } from '#core/numeric/grids/grid'

export interface ChiSquare {
  readonly value: number
  readonly degrees: number
  /** value / degrees, and where 99.9 % of such numbers lie if the particles come from the density */
  readonly perDegree: number
  readonly interval: readonly [number, number]
  readonly holds: boolean
}

const BINS = 32
const LEAST_EXPECTED = 5

/**
 * Pearson's test of particles x [n, d] against cell averages p: counts in 32 bins an axis against the mass of p there,
 * bins with fewer than 5 expected joined with each other, and what lies outside of the grid one more. The grid's cells
 * must be a multiple of 32 along each axis, so that no cell is cut.
 */
export function chiSquare(x: ArrayLike<number>, p: Float64Array, grid: Grid): ChiSquare {
  const [nx, ny] = shape(grid)
  const d = grid.axes.length
  const n = x.length / d
  const expected = new Float64Array(d === 1 ? BINS : BINS * BINS)
  const counts = new Float64Array(expected.length)
  const size = grid.axes.reduce((product, axis) => product * spacing(axis), 1)
  for (let i = 0; i < nx; i++)
    for (let j = 0; j < ny; j++) {
      const row = Math.floor((i * BINS) / nx)
      expected[d === 1 ? row : row * BINS + Math.floor((j * BINS) / ny)]! += n * size * p[i * ny + j]!
    }
  for (let i = 0; i < n; i++) {
    let bin = 0
    for (const [axis, { low, high }] of grid.axes.entries()) {
      const at = Math.floor(((x[i * d + axis]! - low) / (high - low)) * BINS)
      bin = at >= 0 && at < BINS && bin >= 0 ? bin * BINS + at : -1
    }
    if (bin >= 0) counts[bin]! += 1
  }
  let value = 0
  let bins = 0
  // Rare bins and everything outside go into one.
  let [rest, restCount] = [n, n]
  expected.forEach((mean, i) => {
    if (mean < LEAST_EXPECTED) return
    value += (counts[i]! - mean) ** 2 / mean
    bins++
    rest -= mean
    restCount -= counts[i]!
  })
  if (rest >= LEAST_EXPECTED) {
    value += (restCount - rest) ** 2 / rest
    bins++
  }
  const degrees = Math.max(1, bins - 1)
  const interval = [quantile(degrees, -3.2905) / degrees, quantile(degrees, 3.2905) / degrees] as const
  const perDegree = value / degrees
  return {
    value,
    degrees,
    perDegree,
    interval,
    holds: perDegree >= interval[0] && perDegree <= interval[1],
  }
}

/** The quantile of chi-square at the normal deviate z (Wilson & Hilferty 1931): within 1 % above 20 degrees of freedom */
function quantile(degrees: number, z: number): number {
  const c = 2 / (9 * degrees)
  return degrees * Math.max(0, 1 - c + z * Math.sqrt(c)) ** 3
}
