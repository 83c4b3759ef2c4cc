import { counterWord, normalPair, pairOfNormals, streams } from './gaussian-stream'

/** Levels of the tree: times are resolved to 2^-24 of the range. */
export const treeDepth = 24
export const leaves = 2 ** treeDepth

/**
 * Levels whose cell is kept between calls. Consecutive steps of a run lie in the same cell of about 1/256 of the
 * range, so that only the levels below it are drawn anew; deeper caching would cost memory per particle and level.
 */
const ANCHOR_LEVEL = 8

/** The leaf nearest to a time of [tMin, tMax]; times outside are clamped to it. */
export function leafOf(t: number, tMin: number, tMax: number): number {
  return Math.min(leaves, Math.max(0, Math.round(((t - tMin) / (tMax - tMin)) * leaves)))
}

/** Time between two leaves. */
export function spanOf(from: number, to: number, tMin: number, tMax: number): number {
  return (Math.abs(to - from) / leaves) * (tMax - tMin)
}

/** The cell of the anchor level that holds a leaf, with the heap index of its midpoint. */
export function anchorOf(leaf: number): {
  readonly start: number
  readonly size: number
  readonly node: number
} {
  const size = leaves >> ANCHOR_LEVEL
  const start = Math.min(leaves - size, leaf - (leaf % size))
  return { start, size, node: (1 << ANCHOR_LEVEL) + start / size }
}

/**
 * Brownian motion W on [tMin, tMax] with W(tMin) = 0 for n particles, as a pure function of (seed, particle,
 * coordinate, time): the midpoint of each dyadic interval is drawn given its ends (Lévy's construction), keyed by the
 * heap index of the midpoint. So any grid of steps samples the same path, and W(a, c) = W(a, b) + W(b, c).
 */
export class BrownianTree {
  private readonly dimension: number
  private readonly low: Float64Array
  private readonly high: Float64Array
  /** Anchor cell [start, start + size) in leaves, and the heap index of its midpoint. */
  private start = 0
  private size = 0
  private node = 1

  constructor(
    private readonly seed: number,
    private readonly tMin: number,
    private readonly tMax: number,
    private readonly first: number,
    private readonly count: number,
    dimension: number,
  ) {
    this.dimension = dimension
    this.low = new Float64Array(count * dimension)
    this.high = new Float64Array(count * dimension)
  }

  leafOf(t: number): number {
    return leafOf(t, this.tMin, this.tMax)
  }

  span(from: number, to: number): number {
    return spanOf(from, to, this.tMin, this.tMax)
  }

  /** W at a leaf into out [count, dimension]. */
  at(out: Float64Array, leaf: number): void {
    if (this.size === 0 || leaf < this.start || leaf > this.start + this.size) this.anchor(leaf)
    for (let pair = 0; 2 * pair < this.dimension; pair++) this.walk(out, leaf, pair, true)
  }

  /** Moves the cached cell to the one of ANCHOR_LEVEL that holds the leaf. */
  private anchor(leaf: number): void {
    const { start, size, node } = anchorOf(leaf)
    this.size = 0
    for (let pair = 0; 2 * pair < this.dimension; pair++) {
      this.walk(this.low, start, pair, false)
      this.walk(this.high, start + size, pair, false)
    }
    this.start = start
    this.size = size
    this.node = node
  }

  /** From the whole range, or from the anchored cell, down to the leaf, for one pair of coordinates. */
  private walk(out: Float64Array, leaf: number, pair: number, anchored: boolean): void {
    const { dimension, seed, first, count } = this
    const range = this.tMax - this.tMin
    const even = 2 * pair
    const two = even + 1 < dimension
    const rootScale = Math.sqrt(range)
    const rootWord = counterWord(streams.tree, pair, 0)
    for (let i = 0; i < count; i++) {
      const at = i * dimension + even
      let lowEven = 0
      let lowOdd = 0
      let highEven: number
      let highOdd: number
      let start = 0
      let size = leaves
      let node = 1
      if (anchored) {
        start = this.start
        size = this.size
        node = this.node
        lowEven = this.low[at]!
        highEven = this.high[at]!
        lowOdd = two ? this.low[at + 1]! : 0
        highOdd = two ? this.high[at + 1]! : 0
      } else {
        normalPair(seed, first + i, rootWord)
        highEven = rootScale * pairOfNormals.even
        highOdd = rootScale * pairOfNormals.odd
      }
      while (leaf > start && leaf < start + size) {
        const half = size / 2
        const deviation = 0.5 * Math.sqrt((size / leaves) * range)
        normalPair(seed, first + i, counterWord(streams.tree, pair, node))
        const middleEven = 0.5 * (lowEven + highEven) + deviation * pairOfNormals.even
        const middleOdd = 0.5 * (lowOdd + highOdd) + deviation * pairOfNormals.odd
        if (leaf < start + half) {
          highEven = middleEven
          highOdd = middleOdd
          node = 2 * node
        } else {
          lowEven = middleEven
          lowOdd = middleOdd
          start += half
          node = 2 * node + 1
        }
        size = half
      }
      const atStart = leaf <= start
      out[at] = atStart ? lowEven : highEven
      if (two) out[at + 1] = atStart ? lowOdd : highOdd
    }
  }
}
