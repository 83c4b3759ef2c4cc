import { cellSize, type Grid, shape, spacing } from '#core/numeric/grids/grid'
import { divergenceOf, variationOf } from './information'

type Floats = Float32Array | Float64Array

/** Cells of a particles' histogram are joined until each axis has at most this many, so that noise does not rule. */
const MOST_BINS = 32

export interface ParticlesAgainst {
  readonly totalVariation: number
  /** KL of the particles' shares to the density's, in nats */
  readonly divergence: number
  /** Mean total variation of as many exact draws */
  readonly floor: number
}

/**
 * Particles x [n, d] against a density in at most 32 bins an axis: total variation, KL of the particles' shares to the
 * density's, and the mean total variation that n exact draws would have. All particles together stand for `total`.
 */
export function particlesAgainst(x: Floats, p: Floats, grid: Grid, total = 1): ParticlesAgainst {
  const [nx, ny] = shape(grid)
  const d = grid.axes.length
  const n = x.length / d
  const size = cellSize(grid)
  const bins = grid.axes.map(({ count }) => Math.min(MOST_BINS, count))
  const rows = bins[1] ?? 1
  const expected = new Float64Array(bins[0]! * rows)
  const found = new Float64Array(expected.length)
  for (let i = 0; i < nx; i++)
    for (let j = 0; j < ny; j++) {
      const bin = Math.floor((i * bins[0]!) / nx) * rows + (d === 1 ? 0 : Math.floor((j * rows) / ny))
      expected[bin]! += (size * p[i * ny + j]!) / total
    }
  // A particle counts for the cells on either side in the shares that keep its place, as a density of cell averages
  // does: a cloud that sits on the edge between two cells is no distance from its own density.
  const weights = grid.axes.map(() => ({ low: 0, high: 0, share: 0 }))
  for (let i = 0; i < n; i++) {
    let inside = true
    for (const [axis, one] of grid.axes.entries()) {
      const place = (x[i * d + axis]! - one.low) / spacing(one)
      inside &&= place >= 0 && place < one.count
      const left = Math.floor(place - 0.5)
      const binOf = (cell: number): number =>
        Math.floor((Math.min(one.count - 1, Math.max(0, cell)) * bins[axis]!) / one.count)
      const weight = weights[axis]!
      weight.low = binOf(left)
      weight.high = binOf(left + 1)
      weight.share = place - 0.5 - left
    }
    if (!inside) continue
    const [first, second] = weights
    for (const [k, a] of [
      [first!.low, 1 - first!.share],
      [first!.high, first!.share],
    ] as const) {
      if (second === undefined) found[k]! += a / n
      else {
        found[k * rows + second.low]! += (a * (1 - second.share)) / n
        found[k * rows + second.high]! += (a * second.share) / n
      }
    }
  }
  const totalVariation = variationOf(found, expected, 1)
  const divergence = divergenceOf(found, expected, 1, 1e-300)
  let floor = 0
  for (const share of expected) floor += Math.sqrt(Math.max(0, (share * (1 - share)) / n))
  // E|N(0, s)| = s sqrt(2 / pi), halved as the distance is.
  return { totalVariation, divergence, floor: 0.5 * Math.sqrt(2 / Math.PI) * floor }
}
