import { cellCount, type Grid } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import type { AxisEnds, Transport } from '../transport'
import { type Field, fillFaces } from './diffusivity'
import { placeName } from './formula-field'

/** Conductivity: a number, a field, or a symmetric matrix of fields [xx, xy, yy]. */
export type Conductivity = number | Field | readonly [Field, Field, Field]

/**
 * Heat u_t = div(D grad u) + source: Fick's law J = -D grad u and conservation. Throws `Invalid` where D is not
 * positive definite at a face of the grid.
 */
export function heat(
  grid: Grid,
  ends: readonly AxisEnds[],
  conductivity: Conductivity,
  source?: (out: Float64Array, t: number) => void,
): Transport {
  const [xx, xy, yy] = fields(conductivity)
  if (xy !== null && grid.axes.length === 1)
    throw new Invalid('domain', 'is an interval, where conductivity is no matrix; a rectangle was expected')
  const along = (axis: 0 | 1): Float64Array => {
    const other = axis === 0 ? 1 : 0
    const out = new Float64Array((grid.axes[axis]!.count + 1) * (cellCount(grid) / grid.axes[axis]!.count))
    fillFaces(out, grid, axis, (x, y) => {
      const [a, b, c] = [xx(x, y), xy?.(x, y) ?? 0, yy(x, y)]
      const values = axis === 0 ? [a, c] : [c, a]
      const least = grid.axes[other] === undefined ? values[0]! : a * c - b * b
      if (!(values[0]! > 0 && least > 0 && Number.isFinite(a + b + c)))
        throw new Invalid(
          `equation.${xy === null ? 'conductivity' : !(a > 0) ? 'xx' : !(c > 0) ? 'yy' : 'xy'}`,
          `${xy === null ? `is ${a}` : `makes the matrix [${a}, ${b}; ${b}, ${c}]`} at ${placeName(x, y, grid.axes.length)}; a finite and positive ${xy === null ? 'number' : 'definite matrix'} was expected everywhere on the grid`,
        )
      return values[0]!
    })
    return out
  }
  const held = grid.axes.map((_, axis) => along(axis as 0 | 1))
  return {
    grid,
    ends,
    steady: true,
    ...(typeof conductivity === 'number' ? { conductivity } : {}),
    faces(axis, _t, velocity, diffusivity) {
      velocity.fill(0)
      diffusivity.set(held[axis]!)
    },
    ...(xy === null ? {} : { cross: (axis, _t, out) => fillFaces(out, grid, axis, xy) }),
    ...(source === undefined ? {} : { source }),
  }
}

function fields(conductivity: Conductivity): readonly [Field, Field | null, Field] {
  if (typeof conductivity === 'number') return [() => conductivity, null, () => conductivity]
  if (typeof conductivity === 'function') return [conductivity, null, conductivity]
  return conductivity
}
