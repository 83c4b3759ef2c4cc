import type { AxisKind } from './poisson-problem'

/** One axis of a level: neighbours of every index, -1 where there is none, and the weight of the cell itself */
interface AxisStencil {
  readonly count: number
  readonly h: number
  readonly kind: AxisKind
  readonly low: Int32Array
  readonly high: Int32Array
  /** In units of 1 / h^2 */
  readonly own: Float64Array
}

function stencil(count: number, h: number, kind: AxisKind): AxisStencil {
  const low = Int32Array.from({ length: count }, (_, k) => k - 1)
  const high = Int32Array.from({ length: count }, (_, k) => (k + 1 < count ? k + 1 : -1))
  const own = new Float64Array(count).fill(2)
  if (kind === 'periodic') {
    low[0] = count - 1
    high[count - 1] = 0
  } else {
    // Beyond a held end the value turns its sign, beyond the others it repeats.
    own[0]! += kind.low === 'value' ? 1 : -1
    own[count - 1]! += kind.high === 'value' ? 1 : -1
  }
  return { count, h, kind, low, high, own }
}

/** -div grad by finite volumes on one grid of a multigrid method, ends at 0; arrays are [nx, ny], y fastest. */
export class Level {
  readonly x: AxisStencil
  /** A single cell without neighbours where there is one axis alone */
  readonly y: AxisStencil | null
  readonly cells: number
  private readonly ny: number

  constructor(shape: readonly number[], h: readonly number[], kinds: readonly AxisKind[]) {
    this.x = stencil(shape[0]!, h[0]!, kinds[0]!)
    this.y = shape.length === 2 ? stencil(shape[1]!, h[1]!, kinds[1]!) : null
    this.ny = this.y?.count ?? 1
    this.cells = this.x.count * this.ny
  }

  /** The sum over neighbours and the weight of the cell itself, both over h^2 */
  private around(u: Float64Array, i: number, j: number): { others: number; own: number } {
    const { x, y, ny } = this
    const [below, above] = [x.low[i]!, x.high[i]!]
    const ax = 1 / (x.h * x.h)
    let others = ax * ((below < 0 ? 0 : u[below * ny + j]!) + (above < 0 ? 0 : u[above * ny + j]!))
    let own = ax * x.own[i]!
    if (y !== null) {
      const [left, right] = [y.low[j]!, y.high[j]!]
      const ay = 1 / (y.h * y.h)
      others += ay * ((left < 0 ? 0 : u[i * ny + left]!) + (right < 0 ? 0 : u[i * ny + right]!))
      own += ay * y.own[j]!
    }
    sums.others = others
    sums.own = own
    return sums
  }

  /** One sweep of Gauss & Seidel over red and black cells */
  smooth(u: Float64Array, f: Float64Array): void {
    for (const colour of [0, 1])
      for (let i = 0; i < this.x.count; i++)
        for (let j = (i + colour) & 1; j < this.ny; j += 2) {
          const { others, own } = this.around(u, i, j)
          u[i * this.ny + j] = (f[i * this.ny + j]! + others) / own
        }
  }

  /** out <- f - A u; the largest of it in absolute value */
  residual(out: Float64Array, u: Float64Array, f: Float64Array): number {
    let most = 0
    for (let i = 0, at = 0; i < this.x.count; i++)
      for (let j = 0; j < this.ny; j++, at++) {
        const { others, own } = this.around(u, i, j)
        out[at] = f[at]! - own * u[at]! + others
        most = Math.max(most, Math.abs(out[at]!))
      }
    return most
  }
}

const sums = { others: 0, own: 1 }
