import { cellCount, shape } from '#core/numeric/grids/grid'
import { solveCyclic, solveTridiagonal } from '#core/numeric/grids/tridiagonal'
import { transpose } from '#core/numeric/transforms/transpose'
import { AxisOperator } from '../operator/axis-operator'
import { CrossFlux } from '../operator/cross-flux'
import type { Transport } from '../transport'

/** Values of u at the two ends of each axis, read where an end absorbs */
export type EndValues = readonly (readonly [number, number])[]

const zeros: EndValues = [
  [0, 0],
  [0, 0],
]

/**
 * The transpose of the operator that carries densities: L u = mu . grad u + D : grad grad u / 2, which carries expected
 * values backwards. Its rows sum to 0 (to less beside an end that absorbs), so (I - dt L)^-1 u stays between the least
 * and the largest of u, as an expectation does. For every p and u, sum p (L u) = sum (A p) u up to what ends let in.
 */
export class Adjoint {
  readonly cells: number
  private readonly axes: readonly AxisOperator[]
  private readonly cross: CrossFlux | null
  private readonly asked: { readonly t: number; readonly values: Float64Array }[] = []
  private readonly turned: Float64Array
  private readonly below: Float64Array
  private readonly diagonal: Float64Array
  private readonly above: Float64Array

  constructor(private readonly problem: Transport) {
    this.axes = problem.grid.axes.map((_, axis) => new AxisOperator(problem, axis as 0 | 1))
    this.cross = problem.cross === undefined ? null : new CrossFlux(problem)
    const [nx, ny] = shape(problem.grid)
    this.cells = cellCount(problem.grid)
    this.turned = new Float64Array(nx * ny)
    this.below = new Float64Array(nx * ny)
    this.diagonal = new Float64Array(nx * ny)
    this.above = new Float64Array(nx * ny)
  }

  /** u <- (I - dt L_axis(t))^-1 (u + dt times what the values at absorbing ends bring in) */
  solve(axis: 0 | 1, u: Float64Array, t: number, dt: number, atEnds = zeros): void {
    const operator = this.axes[axis]
    if (operator === undefined) return
    if (axis === 1) transpose(this.turned, u, operator.lines, operator.count)
    this.solveLines(operator.at(t), axis === 0 ? u : this.turned, dt, atEnds[axis]!)
    if (axis === 1) transpose(u, this.turned, operator.count, operator.lines)
  }

  /** out += factor (L(t) u) */
  addTo(out: Float64Array, u: Float64Array, t: number, factor: number, atEnds = zeros): void {
    this.axes.forEach((operator, axis) => {
      const { lines, count, h, forward, backward } = operator.at(t)
      const periodic = this.problem.ends[axis] === 'periodic'
      const [low, high] = atEnds[axis]!
      const [step, line] = axis === 0 ? [lines, 1] : [1, count]
      for (let k = 0; k < count; k++)
        for (let b = 0; b < lines; b++) {
          const cell = k * step + b * line
          const up = k + 1 < count ? u[cell + step]! : periodic ? u[b * line]! : high
          const down = k > 0 ? u[cell - step]! : periodic ? u[(count - 1) * step + b * line]! : low
          const rise = forward[(k + 1) * lines + b]! * (up - u[cell]!)
          out[cell]! += (factor / h) * (rise - backward[k * lines + b]! * (u[cell]! - down))
        }
    })
    this.cross?.addTransposedTo(out, u, t, factor)
  }

  /**
   * out += factor (K - K') times second differences of u, K' = h (forward + backward) / 2 being the diffusivity with which
   * Chang and Cooper's fluxes act: K where drift is small across a cell, |v| h / 2 where it rules. L with it is the
   * central scheme, of order 2 whatever the drift; it does not keep u between its least and largest values.
   */
  addSharpening(out: Float64Array, u: Float64Array, t: number, factor: number): void {
    this.axes.forEach((operator, axis) => {
      const { lines, count, h, forward, backward } = operator.at(t)
      const wanted = this.diffusivity(axis as 0 | 1, t)
      const periodic = this.problem.ends[axis] === 'periodic'
      const [step, line] = axis === 0 ? [lines, 1] : [1, count]
      for (let f = periodic ? 0 : 1; f < count; f++)
        for (let b = 0; b < lines; b++) {
          const at = f * lines + b
          const surplus = wanted[at]! - 0.5 * h * (forward[at]! + backward[at]!)
          const right = f * step + b * line
          const left = f > 0 ? right - step : (count - 1) * step + b * line
          const moved = (factor * surplus * (u[right]! - u[left]!)) / (h * h)
          out[left]! += moved
          out[right]! -= moved
        }
    })
  }

  /** K at the faces of an axis, [count + 1, lines] */
  private diffusivity(axis: 0 | 1, t: number): Float64Array {
    const held = this.asked[axis]
    if (held !== undefined && (this.problem.steady || held.t === t)) return held.values
    const { count, lines } = this.axes[axis]!
    const [velocity, values] = [new Float64Array((count + 1) * lines), new Float64Array((count + 1) * lines)]
    this.problem.faces(axis, t, velocity, values)
    this.asked[axis] = { t, values }
    return values
  }

  /** out += factor (the cross part of L(t) u) */
  addCrossTo(out: Float64Array, u: Float64Array, t: number, factor: number): void {
    this.cross?.addTransposedTo(out, u, t, factor)
  }

  private solveLines(
    operator: AxisOperator,
    u: Float64Array,
    dt: number,
    [low, high]: readonly [number, number],
  ): void {
    const { forward, backward, count, lines, h, axis } = operator
    const { below, diagonal, above } = this
    const scale = dt / h
    for (let i = 0; i < count * lines; i++) {
      below[i] = -scale * backward[i]!
      above[i] = -scale * forward[i + lines]!
      diagonal[i] = 1 + scale * (backward[i]! + forward[i + lines]!)
    }
    if (this.problem.ends[axis] === 'periodic') return solveCyclic(below, diagonal, above, u, count, lines)
    const last = (count - 1) * lines
    for (let b = 0; b < lines; b++) {
      u[b]! -= below[b]! * low
      u[last + b]! -= above[last + b]! * high
    }
    solveTridiagonal(below, diagonal, above, u, count, lines)
  }
}
