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
  // The bin of a particle is that of its cell, so that both sides cut the plane alike.
  for (let i = 0; i < n; i++) {
    let bin = 0
    for (const [axis, one] of grid.axes.entries()) {
      const cell = Math.floor((x[i * d + axis]! - one.low) / spacing(one))
      if (!(cell >= 0 && cell < one.count)) {
        bin = -1
        break
      }
      bin = bin * (axis === 0 ? 1 : rows) + Math.floor((cell * bins[axis]!) / one.count)
    }
    if (bin >= 0) found[bin]! += 1 / n
  }
  const totalVariation = variationOf(found, expected, 1)
  const divergence = divergenceOf(found, expected, 1, 1e-300)
  let floor = 0
  for (const share of expected) floor += Math.sqrt(Math.max(0, (share * (1 - share)) / n))
  // E|N(0, s)| = s sqrt(2 / pi), halved as the distance is.
  return { totalVariation, divergence, floor: 0.5 * Math.sqrt(2 / Math.PI) * floor }
}
