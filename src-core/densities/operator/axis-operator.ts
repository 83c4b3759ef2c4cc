import { shape, spacing } from '#core/numeric/grids/grid'
import { solveCyclic, solveTridiagonal } from '#core/numeric/grids/tridiagonal'
import type { AxisEnds, Transport } from '../transport'
import { changCooperRates } from './chang-cooper'

/** A relative change of mass that only rounding makes */
const ROUNDING = 1e-11

/**
 * One axis of a conservation law as a matrix: (A p)_i = (J_i - J_(i+1)) / h with Chang-Cooper fluxes. Arrays are
 * [count, lines] with the axis' own index first, so for the second axis of a plane they are transposed. Held values
 * and given fluxes at the ends make it affine.
 */
export class AxisOperator {
  readonly count: number
  readonly lines: number
  readonly h: number
  /** [count + 1, lines] */
  readonly forward: Float64Array
  readonly backward: Float64Array
  private readonly ends: AxisEnds
  private readonly velocity: Float64Array
  private readonly diffusivity: Float64Array
  private readonly below: Float64Array
  private readonly diagonal: Float64Array
  private readonly above: Float64Array
  /** Sums over each line before and after a solution */
  private readonly before: Float64Array
  private readonly after: Float64Array
  private heldTime: number | null = null

  constructor(
    private readonly problem: Transport,
    readonly axis: 0 | 1,
  ) {
    const [nx, ny] = shape(problem.grid)
    this.count = axis === 0 ? nx : ny
    this.lines = axis === 0 ? ny : nx
    this.h = spacing(problem.grid.axes[axis]!)
    this.ends = problem.ends[axis]!
    const faces = (this.count + 1) * this.lines
    this.forward = new Float64Array(faces)
    this.backward = new Float64Array(faces)
    this.velocity = new Float64Array(faces)
    this.diffusivity = new Float64Array(faces)
    this.below = new Float64Array(this.count * this.lines)
    this.diagonal = new Float64Array(this.count * this.lines)
    this.above = new Float64Array(this.count * this.lines)
    this.before = new Float64Array(this.lines)
    this.after = new Float64Array(this.lines)
  }

  /** Takes the coefficients of time t. */
  at(t: number): this {
    if (this.heldTime === t || (this.heldTime !== null && this.problem.steady)) return this
    this.heldTime = t
    const { velocity, diffusivity, forward, backward, lines, h } = this
    this.problem.faces(this.axis, t, velocity, diffusivity)
    const last = this.count * lines
    changCooperRates(forward, backward, velocity, diffusivity, h, 0, last + lines)
    if (this.ends === 'periodic') {
      // One face, whatever a coefficient that is not periodic says at its two ends.
      forward.copyWithin(last, 0, lines)
      backward.copyWithin(last, 0, lines)
      return this
    }
    for (const [end, at] of [
      [this.ends.low, 0],
      [this.ends.high, last],
    ] as const) {
      if (end.kind === 'value')
        changCooperRates(forward, backward, velocity, diffusivity, h / 2, at, at + lines)
      else {
        forward.fill(0, at, at + lines)
        backward.fill(0, at, at + lines)
      }
    }
    return this
  }

  /** Flux through every face, [count + 1, lines], positive along the axis. */
  flux(out: Float64Array, p: Float64Array): void {
    const { forward, backward, lines } = this
    const last = this.count * lines
    for (let f = lines; f < last; f++) out[f] = forward[f]! * p[f - lines]! - backward[f]! * p[f]!
    for (let b = 0; b < lines; b++) {
      const [low, high] = [p[b]!, p[last - lines + b]!]
      if (this.ends === 'periodic') {
        out[b] = forward[b]! * high - backward[b]! * low
        out[last + b] = out[b]!
        continue
      }
      const { low: first, high: second } = this.ends
      out[b] = first.kind === 'flux' ? first.flux : forward[b]! * first.value - backward[b]! * low
      out[last + b] =
        second.kind === 'flux' ? second.flux : forward[last + b]! * high - backward[last + b]! * second.value
    }
  }

  /** out += factor (A p); `room` holds the fluxes, [count + 1, lines]. */
  addTo(out: Float64Array, p: Float64Array, factor: number, room: Float64Array): void {
    this.flux(room, p)
    const { lines } = this
    const scale = factor / this.h
    for (let i = 0; i < this.count * lines; i++) out[i]! += scale * (room[i]! - room[i + lines]!)
  }

  /** p <- (I - dt A)^-1 p, with dt times the constant part of A added first. */
  solve(p: Float64Array, dt: number): void {
    const { forward, backward, below, diagonal, above, count, lines } = this
    const scale = dt / this.h
    for (let i = 0; i < count * lines; i++) {
      below[i] = -scale * forward[i]!
      above[i] = -scale * backward[i + lines]!
      diagonal[i] = 1 + scale * (backward[i]! + forward[i + lines]!)
    }
    const closed = isClosed(this.ends)
    if (closed) sumLines(this.before, p, count)
    if (this.ends === 'periodic') solveCyclic(below, diagonal, above, p, count, lines)
    else this.solveBetweenEnds(p, scale)
    if (closed) this.giveBackRounding(p)
  }

  private solveBetweenEnds(p: Float64Array, scale: number): void {
    if (this.ends === 'periodic') return
    const { forward, backward, below, diagonal, above, count, lines } = this
    const { low, high } = this.ends
    const last = (count - 1) * lines
    for (let b = 0; b < lines; b++) {
      p[b]! += scale * (low.kind === 'flux' ? low.flux : forward[b]! * low.value)
      p[last + b]! -= scale * (high.kind === 'flux' ? high.flux : -backward[last + lines + b]! * high.value)
    }
    solveTridiagonal(below, diagonal, above, p, count, lines)
  }

  /**
   * Steps of one length round alike each time, so ten thousand of them would add up to some 1e-12 of the mass: each line
   * gets back what its solution lost, as long as that is rounding.
   */
  private giveBackRounding(p: Float64Array): void {
    const { before, after, count, lines } = this
    sumLines(after, p, count)
    for (let b = 0; b < lines; b++) {
      const ratio = before[b]! / after[b]!
      after[b] = Math.abs(ratio - 1) < ROUNDING ? ratio : 1
    }
    for (let k = 0, at = 0; k < count; k++) for (let b = 0; b < lines; b++, at++) p[at]! *= after[b]!
  }

  /** Largest rate at which a cell empties along this axis, per unit of time; its inverse bounds explicit steps. */
  outflow(into: Float64Array): void {
    const { forward, backward, lines, h } = this
    for (let i = 0; i < this.count * lines; i++) into[i] = (backward[i]! + forward[i + lines]!) / h
  }
}

function isClosed(ends: AxisEnds): boolean {
  if (ends === 'periodic') return true
  return [ends.low, ends.high].every((end) => end.kind === 'flux' && end.flux === 0)
}

function sumLines(out: Float64Array, p: Float64Array, count: number): void {
  out.fill(0)
  for (let k = 0, at = 0; k < count; k++) for (let b = 0; b < out.length; b++, at++) out[b]! += p[at]!
}
