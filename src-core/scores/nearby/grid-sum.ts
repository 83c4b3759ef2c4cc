import { exp } from '#core/numeric/elementary'
import { blockPoints, type PointBlocks } from './point-blocks'

/** Nodes origin + i spacing along each axis, last axis fastest */
export interface RegularGrid {
  readonly counts: readonly number[]
  readonly origin: readonly number[]
  readonly spacing: readonly number[]
}

/** Exponents beyond which a point is nothing to a row or column of nodes */
const T = 60

/**
 * Sum over the points of exp(-precision/2 |x - alpha point|^2) at the nodes of a grid on the line or in the plane. The
 * exponential of a sum is a product, so n points and n_1 n_2 nodes take n (n_1 + n_2) exponentials and n n_1 n_2
 * products. A point's share at nodes beyond |x_j - alpha point_j|^2 = 2 T / precision is left out: at most e^-60 of what
 * it is at its top, so the sum is low by at most 9e-27 a point.
 */
export function gridSum(
  points: PointBlocks,
  alpha: number,
  precision: number,
  { counts, origin, spacing }: RegularGrid,
): Float64Array {
  const { dimension: d, count, blocks, axes, low, high } = points
  const [n0 = 1, n1 = 1] = counts
  const sums = new Float64Array(n0 * n1)
  const reach = Math.sqrt((2 * T) / precision)
  const tables = counts.map((nodes) => new Float64Array(nodes * blockPoints))
  const spans = counts.map(() => ({ first: 0, end: 1 }))
  for (let b = 0; b < blocks; b++) {
    const size = Math.min(blockPoints, count - b * blockPoints)
    for (let j = 0; j < d; j++) {
      const nodeOf = (x: number): number => (x - origin[j]!) / spacing[j]!
      const first = Math.max(0, Math.ceil(nodeOf(alpha * low[j]![b]! - reach)))
      const end = Math.min(counts[j]!, Math.floor(nodeOf(alpha * high[j]![b]! + reach)) + 1)
      spans[j] = { first, end }
      const table = tables[j]!
      for (let i = first; i < end; i++) {
        const x = origin[j]! + i * spacing[j]!
        for (let k = 0; k < size; k++) {
          const gap = x - alpha * axes[j]![b * blockPoints + k]!
          table[i * blockPoints + k] = exp(-0.5 * precision * gap * gap)
        }
      }
    }
    const [rows, columns] = tables
    const [down, across] = spans
    for (let i = down!.first; i < down!.end; i++) {
      const row = i * blockPoints
      if (columns === undefined) {
        for (let k = 0; k < size; k++) sums[i]! += rows![row + k]!
        continue
      }
      for (let j = across!.first; j < across!.end; j++) {
        const column = j * blockPoints
        let sum = 0
        for (let k = 0; k < size; k++) sum += rows![row + k]! * columns[column + k]!
        sums[i * n1 + j]! += sum
      }
    }
  }
  return sums
}
