import { regionBalance } from '#core/densities/region'
import type { FaceFluxes } from '#core/densities/operator/face-fluxes'
import { cellSize, centres, type Grid, shape, spacing } from '#core/numeric/grids/grid'
import type { GridSpec, GridState, RegionState } from '#core/protocol/contract'

type Floats = Float32Array | Float64Array

/** Cells of a particles' histogram are joined until each axis has at most this many, so that noise does not rule. */
const MOST_BINS = 32

/** What a density on a grid amounts to. */
export function totalsOf(p: Floats, size: number): Pick<GridState, 'mass' | 'least' | 'most'> {
  let [mass, least, most] = [0, Infinity, -Infinity]
  for (let i = 0; i < p.length; i++) {
    const value = p[i]!
    mass += value
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  return { mass: mass * size, least, most }
}

/** Total variation, half the L1 distance, and KL(p || q) in nats, of cell averages on cells of one size. */
export function distanceOf(
  p: Floats,
  q: Floats,
  size: number,
): { totalVariation: number; divergence: number } {
  let [variation, divergence] = [0, 0]
  for (let i = 0; i < p.length; i++) {
    const [a, b] = [p[i]!, q[i]!]
    variation += Math.abs(a - b)
    // Cells that hold nothing worth a number are left out; q is kept above what float64 can tell from 0.
    if (a > 0) divergence += a * Math.log(a / Math.max(b, 1e-300))
  }
  return { totalVariation: 0.5 * size * variation, divergence: size * divergence }
}

/**
 * Particles x [n, d] against a density in at most 32 bins an axis: total variation, KL of the particles' shares to the
 * density's, and the mean total variation that n exact draws would have. All particles together stand for `total`.
 */
export function particlesAgainst(
  x: Floats,
  p: Floats,
  grid: Grid,
  total = 1,
): NonNullable<GridState['fromParticles']> {
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
  const { totalVariation, divergence } = distanceOf(found, expected, 1)
  let floor = 0
  for (const share of expected) floor += Math.sqrt(Math.max(0, (share * (1 - share)) / n))
  // E|N(0, s)| = s sqrt(2 / pi), halved as the distance is.
  return { totalVariation, divergence, floor: 0.5 * Math.sqrt(2 / Math.PI) * floor }
}

export interface Region {
  readonly low: readonly number[]
  readonly high: readonly number[]
}

/** The balance of the cells whose centres lie in a rectangle or an interval; `fluxes` has taken the state p. */
export function regionOf(
  { low, high }: Region,
  grid: Grid,
  p: Float64Array,
  fluxes: FaceFluxes,
  exact: Float64Array | null,
  x: Floats | null,
  total = 1,
): RegionState {
  const inside = insideOf({ low, high }, grid)
  const { mass, inflow } = regionBalance(fluxes, inside, p)
  const size = cellSize(grid)
  const sum = (q: Float64Array): number => q.reduce((total, value, i) => total + size * value * inside[i]!, 0)
  return {
    mass,
    inflow,
    exact: exact === null ? null : sum(exact),
    particles: x === null ? null : total * shareIn(x, inside, grid),
  }
}

function insideOf({ low, high }: Region, grid: Grid): Uint8Array {
  const [nx, ny] = shape(grid)
  const within = grid.axes.map((axis, a) =>
    Uint8Array.from(centres(axis), (c) => (c >= low[a]! && c <= high[a]! ? 1 : 0)),
  )
  const inside = new Uint8Array(nx * ny)
  for (let i = 0; i < nx; i++)
    for (let j = 0; j < ny; j++) inside[i * ny + j] = within[0]![i]! & (within[1]?.[j] ?? 1)
  return inside
}

function shareIn(x: Floats, inside: Uint8Array, grid: Grid): number {
  const [, ny] = shape(grid)
  const d = grid.axes.length
  const n = x.length / d
  let count = 0
  for (let i = 0; i < n; i++) {
    const cells = grid.axes.map((axis, a) => Math.floor((x[i * d + a]! - axis.low) / spacing(axis)))
    if (cells.every((cell, a) => cell >= 0 && cell < grid.axes[a]!.count))
      count += inside[d === 1 ? cells[0]! : cells[0]! * ny + cells[1]!]!
  }
  return count / n
}

/** Centres of a grid's cells as the page knows grids; `scale` from the grid's coordinates to those of the data. */
export function specOf({ axes }: Grid, scale = 1): GridSpec {
  return {
    counts: axes.map(({ count }) => count),
    origin: axes.map((axis) => scale * (axis.low + 0.5 * spacing(axis))),
    spacing: axes.map((axis) => scale * spacing(axis)),
  }
}

/** Vectors [cells, d] at the nodes of another grid, bilinear, 0 outside. */
export function atNodes(
  vectors: Float64Array,
  grid: Grid,
  { counts, origin, spacing: by }: GridSpec,
): Float32Array {
  const [nx, ny] = shape(grid)
  const d = grid.axes.length
  const [columns = 1, rows = 1] = counts
  const out = new Float32Array(columns * rows * d)
  for (let c = 0; c < columns; c++)
    for (let r = 0; r < rows; r++) {
      const at = grid.axes.map(
        (axis, a) => (origin[a]! + [c, r][a]! * by[a]! - axis.low) / spacing(axis) - 0.5,
      )
      const [u, v] = [at[0]!, at[1] ?? 0]
      const [i, j] = [Math.floor(u), Math.floor(v)]
      for (let k = 0; k < d; k++) {
        const value = (a: number, b: number): number =>
          a < 0 || a >= nx || b < 0 || b >= ny ? 0 : vectors[(a * ny + b) * d + k]!
        const along = (b: number): number => value(i, b) + (u - i) * (value(i + 1, b) - value(i, b))
        out[(c * rows + r) * d + k] = d === 1 ? along(0) : along(j) + (v - j) * (along(j + 1) - along(j))
      }
    }
  return out
}
