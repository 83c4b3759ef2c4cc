import { anchorOf, leafOf, leaves, spanOf } from '#core/numeric/brownian-tree'
import { counterWord, streams } from '#core/numeric/gaussian-stream'
import type { Arena } from './arena'
import type { Kernels } from './module'

/** The Brownian tree of src-core/numeric on the kernels: the same path, in float32, four particles at once. */
export class WasmTree {
  private readonly low: number
  private readonly high: number
  private start = 0
  private size = 0
  private node = 1

  constructor(
    private readonly kernels: Kernels,
    arena: Arena,
    private readonly path: { readonly seed: number; readonly tMin: number; readonly tMax: number },
    private readonly first: number,
    private readonly padded: number,
    private readonly dimension: number,
  ) {
    this.low = arena.claim(padded * dimension * 4)
    this.high = arena.claim(padded * dimension * 4)
  }

  leafOf(t: number): number {
    return leafOf(t, this.path.tMin, this.path.tMax)
  }

  span(from: number, to: number): number {
    return spanOf(from, to, this.path.tMin, this.path.tMax)
  }

  /** W at a leaf into the planes at `out`. */
  at(out: number, leaf: number): void {
    if (this.size === 0 || leaf < this.start || leaf > this.start + this.size) {
      const anchor = anchorOf(leaf)
      this.walk(this.low, anchor.start, false)
      this.walk(this.high, anchor.start + anchor.size, false)
      this.start = anchor.start
      this.size = anchor.size
      this.node = anchor.node
    }
    this.walk(out, leaf, true)
  }

  private walk(out: number, leaf: number, anchored: boolean): void {
    const { kernels, padded, first, dimension } = this
    const { seed, tMin, tMax } = this.path
    const plane = padded * 4
    for (let pair = 0; 2 * pair < dimension; pair++) {
      const even = 2 * pair * plane
      const two = 2 * pair + 1 < dimension
      const odd = even + plane
      kernels.treeAt(
        out + even,
        two ? out + odd : 0,
        anchored ? this.low + even : 0,
        anchored && two ? this.low + odd : 0,
        anchored ? this.high + even : 0,
        anchored && two ? this.high + odd : 0,
        padded,
        seed | 0,
        first,
        counterWord(streams.tree, pair, 0) | 0,
        Math.sqrt(tMax - tMin),
        leaf,
        anchored ? this.start : 0,
        anchored ? this.size : leaves,
        anchored ? this.node : 1,
      )
    }
  }
}
