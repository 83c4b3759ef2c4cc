import { divergenceOf, variationOf } from '#core/measures/grid/information'
import { regionBalance } from '#core/densities/region'
import type { FaceFluxes } from '#core/densities/operator/face-fluxes'
import { cellSize, centres, type Grid, shape, spacing } from '#core/numeric/grids/grid'
import type { GridSpec, GridState, RegionState } from '#core/protocol/contract'

type Floats = Float32Array | Float64Array

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

/** Total variation, half the L1 distance, and KL(p || q) in nats; q counts as above what float64 can tell from 0. */
export function distanceOf(
  p: Floats,
  q: Floats,
  size: number,
): { totalVariation: number; divergence: number } {
  return { totalVariation: variationOf(p, q, size), divergence: divergenceOf(p, q, size, 1e-300) }
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
