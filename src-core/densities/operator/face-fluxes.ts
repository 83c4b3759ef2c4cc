import { shape } from '#core/numeric/grids/grid'
import type { Transport } from '../transport'
import { AxisOperator } from './axis-operator'
import { CrossFlux } from './cross-flux'
import { transpose } from '#core/numeric/transforms/transpose'

/** The probability current, or heat flux, of a state: through every face, and at the cells' centres. */
export class FaceFluxes {
  /** Fluxes through the faces of each axis, [count + 1, lines], as `at` left them */
  readonly through: readonly Float64Array[]
  private readonly axes: readonly AxisOperator[]
  private readonly cross: CrossFlux | null
  private readonly turned: Float64Array

  constructor(readonly problem: Transport) {
    const [nx, ny] = shape(problem.grid)
    this.axes = problem.grid.axes.map((_, axis) => new AxisOperator(problem, axis as 0 | 1))
    this.through = this.axes.map(({ count, lines }) => new Float64Array((count + 1) * lines))
    this.cross = problem.cross === undefined ? null : new CrossFlux(problem)
    this.turned = new Float64Array(nx * ny)
  }

  /** Takes the state p at time t. */
  at(p: Float64Array, t: number): this {
    this.axes.forEach((operator, axis) => {
      const out = this.through[axis]!
      if (axis === 1) transpose(this.turned, p, operator.lines, operator.count)
      operator.at(t).flux(out, axis === 0 ? p : this.turned)
      this.cross?.addFluxTo(axis as 0 | 1, out, p, t)
    })
    return this
  }

  /** Means over the two faces of each cell, into out [cells, d] */
  atCentres(out: Float64Array): void {
    const [nx, ny] = shape(this.problem.grid)
    const d = this.through.length
    const [x, y] = this.through
    for (let i = 0; i < nx; i++)
      for (let j = 0; j < ny; j++) {
        const cell = i * ny + j
        out[d * cell] = 0.5 * (x![cell]! + x![cell + ny]!)
        if (y !== undefined) out[d * cell + 1] = 0.5 * (y[j * nx + i]! + y[(j + 1) * nx + i]!)
      }
  }
}
