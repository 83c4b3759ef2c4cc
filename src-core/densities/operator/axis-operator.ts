import { shape, spacing } from '#core/numeric/grids/grid'
import { solveCyclic } from '#core/numeric/grids/tridiagonal'
import type { AxisEnds, Transport } from '../transport'
import { noRates, type Rates, ratesOf } from './rates'

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
  private rates: Rates
  private readonly ends: AxisEnds
  /** Room for the factors above the diagonal */
  private readonly above: Float64Array
  /** Sums over each line before and after a solution */
  private readonly before: Float64Array
  private readonly after: Float64Array

  constructor(
    private readonly problem: Transport,
    readonly axis: 0 | 1,
  ) {
    const [nx, ny] = shape(problem.grid)
    this.count = axis === 0 ? nx : ny
    this.lines = axis === 0 ? ny : nx
    this.h = spacing(problem.grid.axes[axis]!)
    this.ends = problem.ends[axis]!
    this.rates = noRates
    this.above = new Float64Array(this.count * this.lines)
    this.before = new Float64Array(this.lines)
    this.after = new Float64Array(this.lines)
  }

  /** Rates through every face in both directions, [count + 1, lines]; see `changCooperRates` */
  get forward(): Float64Array {
    return this.rates.forward
  }

  get backward(): Float64Array {
    return this.rates.backward
  }

  /** Takes the coefficients of time t. */
  at(t: number): this {
    if (this.rates.t !== t && !(this.problem.steady && this.rates !== noRates))
      this.rates = ratesOf(this.problem, this.axis, t)
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
    const { ends, lines, count, before, after } = this
    const scale = dt / this.h
    const closed = isClosed(ends)
    if (closed) sumLines(before, p, count)
    if (ends === 'periodic') this.solveCircle(p, scale)
    else {
      const { forward, backward } = this
      const last = (count - 1) * lines
      for (let b = 0; b < lines; b++) {
        p[b]! += scale * (ends.low.kind === 'flux' ? ends.low.flux : forward[b]! * ends.low.value)
        p[last + b]! -=
          scale *
          (ends.high.kind === 'flux' ? ends.high.flux : -backward[last + lines + b]! * ends.high.value)
      }
      this.solveLines(p, scale)
    }
    if (!closed) return
    // Steps of one length round alike each time, so ten thousand of them would add up to some 1e-12 of the mass: each
    // line gets back what its solution lost, as long as that is rounding.
    sumLines(after, p, count)
    for (let b = 0; b < lines; b++) {
      const ratio = before[b]! / after[b]!
      after[b] = Math.abs(ratio - 1) < ROUNDING ? ratio : 1
    }
    for (let k = 0, at = 0; k < count; k++) for (let b = 0; b < lines; b++, at++) p[at]! *= after[b]!
  }

  /** Thomas's algorithm on rows -forward, 1/scale + backward + forward, -backward, with no other array than `above` */
  private solveLines(p: Float64Array, scale: number): void {
    const { forward, backward, above, lines, count } = this
    for (let b = 0; b < lines; b++) {
      const inverse = 1 / (1 + scale * (backward[b]! + forward[b + lines]!))
      above[b] = -scale * backward[b + lines]! * inverse
      p[b]! *= inverse
    }
    for (let at = lines; at < count * lines; at++) {
      const below = -scale * forward[at]!
      const diagonal = 1 + scale * (backward[at]! + forward[at + lines]!)
      const inverse = 1 / (diagonal - below * above[at - lines]!)
      above[at] = -scale * backward[at + lines]! * inverse
      p[at] = (p[at]! - below * p[at - lines]!) * inverse
    }
    for (let at = (count - 1) * lines - 1; at >= 0; at--) p[at]! -= above[at]! * p[at + lines]!
  }

  private solveCircle(p: Float64Array, scale: number): void {
    const { forward, backward, above, lines, count } = this
    const [below, diagonal] = [new Float64Array(above.length), new Float64Array(above.length)]
    for (let i = 0; i < count * lines; i++) {
      below[i] = -scale * forward[i]!
      above[i] = -scale * backward[i + lines]!
      diagonal[i] = 1 + scale * (backward[i]! + forward[i + lines]!)
    }
    solveCyclic(below, diagonal, above, p, count, lines)
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
