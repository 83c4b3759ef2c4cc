import { shape } from '#core/numeric/grids/grid'
import type { Transport } from '../transport'
import { AxisOperator } from './axis-operator'
import { CrossFlux } from './cross-flux'
import { transpose } from '#core/numeric/transforms/transpose'

/** A conservation law on its grid: one operator an axis, cross fluxes, source, and the arrays that they share. */
export class Operator {
  readonly first: AxisOperator
  readonly second: AxisOperator | null
  readonly cross: CrossFlux | null
  private readonly turned: Float64Array
  private readonly change: Float64Array
  private readonly room: Float64Array

  constructor(readonly problem: Transport) {
    const [nx, ny] = shape(problem.grid)
    this.first = new AxisOperator(problem, 0)
    this.second = problem.grid.axes.length === 2 ? new AxisOperator(problem, 1) : null
    this.cross = problem.cross === undefined ? null : new CrossFlux(problem)
    this.turned = new Float64Array(nx * ny)
    this.change = new Float64Array(nx * ny)
    this.room = new Float64Array(Math.max((nx + 1) * ny, (ny + 1) * nx))
  }

  /** p <- (I - dt A_axis(t))^-1 p; along the second axis of a line nothing happens. */
  solve(axis: 0 | 1, p: Float64Array, t: number, dt: number): void {
    if (axis === 0) return this.first.at(t).solve(p, dt)
    if (this.second === null) return
    const { count, lines } = this.second.at(t)
    transpose(this.turned, p, lines, count)
    this.second.solve(this.turned, dt)
    transpose(p, this.turned, count, lines)
  }

  /** out += factor A_axis(t) p */
  add(axis: 0 | 1, out: Float64Array, p: Float64Array, t: number, factor: number): void {
    if (axis === 0) return this.first.at(t).addTo(out, p, factor, this.room)
    if (this.second === null) return
    const { count, lines } = this.second.at(t)
    transpose(this.turned, p, lines, count)
    this.change.fill(0)
    this.second.addTo(this.change, this.turned, factor, this.room)
    transpose(this.turned, this.change, count, lines)
    for (let i = 0; i < out.length; i++) out[i]! += this.turned[i]!
  }

  /** out += factor (cross fluxes and source of time t) */
  addRest(out: Float64Array, p: Float64Array, t: number, factor: number): void {
    this.cross?.addTo(out, p, t, factor)
    if (this.problem.source === undefined) return
    this.change.fill(0)
    this.problem.source(this.change, t)
    for (let i = 0; i < out.length; i++) out[i]! += factor * this.change[i]!
  }

  /** out += factor (the whole right side at time t) */
  addAll(out: Float64Array, p: Float64Array, t: number, factor: number): void {
    this.add(0, out, p, t, factor)
    this.add(1, out, p, t, factor)
    this.addRest(out, p, t, factor)
  }

  /**
   * Largest rate at which a cell empties at time t: over both axes together, and of the faster axis alone. Steps below
   * its inverse keep explicit steps positive.
   */
  fastest(t: number): { readonly together: number; readonly alone: number } {
    this.first.at(t).outflow(this.change)
    let alone = largest(this.change)
    if (this.second === null) return { together: alone, alone }
    this.second.at(t).outflow(this.turned)
    alone = Math.max(alone, largest(this.turned))
    const { count, lines } = this.second
    transpose(this.room, this.turned, count, lines)
    let together = 0
    for (let i = 0; i < this.change.length; i++)
      together = Math.max(together, this.change[i]! + this.room[i]!)
    return { together, alone }
  }
}

function largest(values: Float64Array): number {
  let most = 0
  for (let i = 0; i < values.length; i++) most = Math.max(most, values[i]!)
  return most
}
