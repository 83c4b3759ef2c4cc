import type { MixtureForm } from '../score-form'

/** Points of a block; a multiple of the four that kernels take at once */
export const blockPoints = 32
/** Fewer components are summed one and all */
const MANY = 256

/** Points in blocks of neighbours, each with the box about it: the leaves of a k-d tree. */
export interface PointBlocks {
  readonly dimension: 1 | 2 | 3
  /** Points in all, n */
  readonly count: number
  /** Blocks, b = ceil(n / blockPoints); all but the last are full */
  readonly blocks: number
  /** [d][n], block after block */
  readonly axes: readonly Float64Array[]
  /** [d][b], corners of the boxes */
  readonly low: readonly Float64Array[]
  readonly high: readonly Float64Array[]
  /** Of the box about all of them */
  readonly diameter: number
}

const made = new WeakMap<MixtureForm, PointBlocks | null>()
/** Every change of a document makes its forms anew, mostly of the same points */
let last: { readonly means: Float64Array; readonly blocks: PointBlocks } | null = null

/**
 * The centres of a mixture in blocks, where it is one of many equal round components of equal weight, as the smoothed
 * empirical distribution of points is; null for any other. Made once for a form.
 */
export function blocksOf(form: MixtureForm): PointBlocks | null {
  let found = made.get(form)
  if (found === undefined) {
    const { weights, isotropicVariance } = form
    const equal = isotropicVariance !== undefined && weights.every((w) => w === weights[0])
    found = equal && weights.length >= MANY ? keptBlocks(form) : null
    made.set(form, found)
  }
  return found
}

function keptBlocks({ means, dimension }: MixtureForm): PointBlocks {
  const same =
    last?.blocks.dimension === dimension &&
    last.means.length === means.length &&
    means.every((x, i) => x === last?.means[i])
  if (!same || last === null) last = { means, blocks: pointBlocks(means, dimension) }
  return last.blocks
}

/** @param points [n, d] */
export function pointBlocks(points: Float64Array, dimension: 1 | 2 | 3): PointBlocks {
  const count = points.length / dimension
  const order = Int32Array.from({ length: count }, (_, i) => i)
  sortIntoBlocks(order, points, dimension)
  const axes = Array.from({ length: dimension }, (_, j) =>
    Float64Array.from(order, (i) => points[i * dimension + j]!),
  )
  const blocks = Math.ceil(count / blockPoints)
  const corner = (pick: (...values: number[]) => number): Float64Array[] =>
    axes.map((axis) =>
      Float64Array.from({ length: blocks }, (_, b) =>
        pick(...axis.subarray(b * blockPoints, (b + 1) * blockPoints)),
      ),
    )
  const [low, high] = [corner(Math.min), corner(Math.max)]
  const diameter = Math.hypot(...low.map((side, j) => Math.max(...high[j]!) - Math.min(...side)))
  return { dimension, count, blocks, axes, low, high, diameter }
}

/** Halves at a multiple of the block's size, across the longest side, until a block is left. */
function sortIntoBlocks(order: Int32Array, points: Float64Array, d: number): void {
  if (order.length <= blockPoints) return
  let longest = 0
  let axis = 0
  for (let j = 0; j < d; j++) {
    let [low, high] = [Infinity, -Infinity]
    for (const i of order) {
      low = Math.min(low, points[i * d + j]!)
      high = Math.max(high, points[i * d + j]!)
    }
    if (high - low > longest) [longest, axis] = [high - low, j]
  }
  order.sort((a, b) => points[a * d + axis]! - points[b * d + axis]! || a - b)
  const half = Math.ceil(order.length / blockPoints / 2) * blockPoints
  sortIntoBlocks(order.subarray(0, half), points, d)
  sortIntoBlocks(order.subarray(half), points, d)
}
