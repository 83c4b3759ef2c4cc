import { cellSize, shape, spacing } from '#core/numeric/grids/grid'
import type { FaceFluxes } from './operator/face-fluxes'

export interface RegionBalance {
  /** Integral of p over the region */
  readonly mass: number
  /** What flows in through its boundary per unit of time; without a source it is d mass / dt. */
  readonly inflow: number
}

/** The balance of a region given as cells (1 inside, 0 outside, [cells]), for the state that `fluxes` has taken. */
export function regionBalance(fluxes: FaceFluxes, inside: Uint8Array, p: Float64Array): RegionBalance {
  const { grid, ends } = fluxes.problem
  const [nx, ny] = shape(grid)
  const size = cellSize(grid)
  let mass = 0
  for (let i = 0; i < p.length; i++) if (inside[i] === 1) mass += size * p[i]!
  let inflow = 0
  fluxes.through.forEach((through, axis) => {
    const [count, lines] = axis === 0 ? [nx, ny] : [ny, nx]
    const face = size / spacing(grid.axes[axis]!)
    const at = (k: number, b: number): number => (axis === 0 ? k * ny + b : b * ny + k)
    for (let f = 0; f <= count; f++) {
      // The first face of a periodic axis is its last; what lies beyond another end is outside.
      if (f === count && ends[axis] === 'periodic') break
      const wraps = ends[axis] === 'periodic' ? count - 1 : null
      for (let b = 0; b < lines; b++) {
        const before = f > 0 ? inside[at(f - 1, b)]! : wraps === null ? 0 : inside[at(wraps, b)]!
        const after = f < count ? inside[at(f, b)]! : 0
        inflow += face * through[f * lines + b]! * (after - before)
      }
    }
  })
  return { mass, inflow }
}
