import { shape, spacing } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import type { AxisEnds, Transport } from '../transport'
import { transpose } from '#core/numeric/transforms/transpose'

/**
 * Upwind flux of a density that is linear in each cell, with van Leer's limiter (1974; MUSCL, 1979), less K times the
 * difference across the face. A face value lies between 0 and twice the cell's average, so explicit steps below
 * 1 / fastest stay positive. Order 2 in L1 on smooth solutions for any K, 0 included. Ends are closed or periodic.
 */
export class LimitedFlux {
  private readonly axes: readonly LimitedAxis[]
  private readonly turned: Float64Array
  private readonly change: Float64Array

  constructor(problem: Transport) {
    const [nx, ny] = shape(problem.grid)
    this.axes = problem.grid.axes.map((_, axis) => new LimitedAxis(problem, axis as 0 | 1))
    this.turned = new Float64Array(nx * ny)
    this.change = new Float64Array(nx * ny)
  }

  /** out += factor (A(t) p) */
  addTo(out: Float64Array, p: Float64Array, t: number, factor: number): void {
    const [first, second] = this.axes
    first!.at(t).addTo(out, p, factor)
    if (second === undefined) return
    transpose(this.turned, p, second.lines, second.count)
    this.change.fill(0)
    second.at(t).addTo(this.change, this.turned, factor)
    transpose(this.turned, this.change, second.count, second.lines)
    for (let i = 0; i < out.length; i++) out[i]! += this.turned[i]!
  }

  /** Largest rate at which a cell may empty at time t; 1 / rate is the longest step that keeps densities positive. */
  fastest(t: number): number {
    const [first, second] = this.axes
    this.change.fill(0)
    first!.at(t).addOutflow(this.change)
    if (second !== undefined) {
      const { count, lines } = second.at(t)
      const along = new Float64Array(count * lines)
      second.addOutflow(along)
      transpose(this.turned, along, count, lines)
      for (let i = 0; i < this.change.length; i++) this.change[i]! += this.turned[i]!
    }
    return this.change.reduce((most, rate) => Math.max(most, rate), 0)
  }
}

class LimitedAxis {
  readonly count: number
  readonly lines: number
  private readonly h: number
  private readonly periodic: boolean
  private readonly velocity: Float64Array
  private readonly diffusivity: Float64Array
  private readonly flux: Float64Array
  private heldTime: number | null = null

  constructor(
    private readonly problem: Transport,
    private readonly axis: 0 | 1,
  ) {
    const [nx, ny] = shape(problem.grid)
    this.count = axis === 0 ? nx : ny
    this.lines = axis === 0 ? ny : nx
    this.h = spacing(problem.grid.axes[axis]!)
    const ends = problem.ends[axis]!
    refuseOpenEnds(ends)
    this.periodic = ends === 'periodic'
    const faces = (this.count + 1) * this.lines
    this.velocity = new Float64Array(faces)
    this.diffusivity = new Float64Array(faces)
    this.flux = new Float64Array(faces)
  }

  at(t: number): this {
    if (this.heldTime === t || (this.heldTime !== null && this.problem.steady)) return this
    this.heldTime = t
    this.problem.faces(this.axis, t, this.velocity, this.diffusivity)
    return this
  }

  /** out += factor (A p) */
  addTo(out: Float64Array, p: Float64Array, factor: number): void {
    const { count, lines, h, flux, periodic } = this
    const last = count * lines
    for (let f = periodic ? 0 : 1; f < count; f++) {
      // Rows of the four cells about the face; beyond a closed end the nearest cell, which makes its slope 0.
      const left = (f > 0 ? f - 1 : count - 1) * lines
      const right = f * lines
      const before = f > 1 ? left - lines : periodic ? ((f - 2 + count) % count) * lines : left
      const after = f + 1 < count ? right + lines : periodic ? 0 : right
      this.row(f * lines, p, before, left, right, after)
    }
    if (periodic) flux.copyWithin(last, 0, lines)
    else {
      flux.fill(0, 0, lines)
      flux.fill(0, last, last + lines)
    }
    const scale = factor / h
    for (let i = 0; i < last; i++) out[i]! += scale * (flux[i]! - flux[i + lines]!)
  }

  /** Fluxes through one row of faces. */
  private row(at: number, p: Float64Array, before: number, left: number, right: number, after: number): void {
    const { velocity, diffusivity, flux, lines, h } = this
    for (let b = 0; b < lines; b++) {
      const v = velocity[at + b]!
      const l = p[left + b]!
      const r = p[right + b]!
      const jump = r - l
      const upwindJump = v > 0 ? l - p[before + b]! : p[after + b]! - r
      const product = jump * upwindJump
      // Half of van Leer's slope, the harmonic mean of both jumps
      const half = product > 0 ? product / (jump + upwindJump) : 0
      flux[at + b] = v * (v > 0 ? l + half : r - half) - (diffusivity[at + b]! / h) * jump
    }
  }

  addOutflow(into: Float64Array): void {
    const { velocity, diffusivity, count, lines, h, periodic } = this
    const last = count * lines
    for (let i = 0; i < last; i++) {
      const low = periodic || i >= lines
      const high = periodic || i + lines < last
      if (high) into[i]! += (2 * Math.max(0, velocity[i + lines]!) + diffusivity[i + lines]! / h) / h
      if (low) into[i]! += (2 * Math.max(0, -velocity[i]!) + diffusivity[i]! / h) / h
    }
  }
}

function refuseOpenEnds(ends: AxisEnds): void {
  if (ends === 'periodic') return
  for (const end of [ends.low, ends.high])
    if (end.kind === 'value' || end.flux !== 0)
      throw new Invalid(
        'ends',
        'are held or let mass in; the flux-limited scheme expected closed or periodic ends',
      )
}
