import { cellCount, type Grid } from '#core/numeric/grids/grid'
import type { FaceSlopes } from './scaled-family'

/** Nearer to a node than this part of the distance to the next, it counts as the node. */
const NEAR = 1e-9

/**
 * Slopes that are computed once at each of some falling theta and lie on straight lines between: for runs that visit
 * the same moments again and again, and others between them.
 */
export function heldSlopes(slopes: FaceSlopes, { axes }: Grid, thetas: Float64Array): FaceSlopes {
  const cells = cellCount({ axes })
  const rows = new Map<number, readonly Float64Array[]>()
  const rowAt = (k: number, axis: 0 | 1): Float64Array => {
    const known = rows.get(k)
    if (known !== undefined) return known[axis]!
    const made = axes.map(({ count }, a) => {
      const row = new Float64Array((count + 1) * (cells / count))
      slopes(a as 0 | 1, thetas[k]!, row)
      return row
    })
    rows.set(k, made)
    return made[axis]!
  }
  return (axis, theta, out) => {
    // The last node that is not below theta, but one that has a next
    let [k, beyond] = [0, thetas.length - 1]
    while (beyond - k > 1) {
      const middle = (k + beyond) >> 1
      if (thetas[middle]! >= theta) k = middle
      else beyond = middle
    }
    const share = (thetas[k]! - theta) / (thetas[k]! - thetas[k + 1]!)
    if (share < NEAR) return out.set(rowAt(k, axis))
    if (share > 1 - NEAR) return out.set(rowAt(k + 1, axis))
    const [from, to] = [rowAt(k, axis), rowAt(k + 1, axis)]
    for (let i = 0; i < out.length; i++) out[i] = from[i]! + share * (to[i]! - from[i]!)
  }
}
