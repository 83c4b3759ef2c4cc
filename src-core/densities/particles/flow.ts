import { centres, type Grid, shape, spacing } from '#core/numeric/grids/grid'
import type { Conductivity } from '../problems/heat'
import type { AxisEnds } from '../transport'

/** Below this part of the largest density, nothing flows: what is there is rounding. */
const FLOOR = 1e-12

/**
 * Particles without noise that heat carries along: velocity -D grad log p, from differences of log p between cells, with
 * nothing of the solver that made p. They are moved through the states of a run by the mean of the velocities before and
 * after each step (Heun; order 2), read off bilinearly between the cells' centres.
 */
export class FlowParticles {
  private before: Float64Array
  private after: Float64Array
  private readonly log: Float64Array
  private t = NaN

  constructor(
    private readonly problem: { readonly grid: Grid; readonly ends: readonly AxisEnds[] },
    private readonly conductivity: Conductivity,
    /** [n, d], moved in place */
    readonly x: Float64Array,
  ) {
    const [nx, ny] = shape(problem.grid)
    this.log = new Float64Array(nx * ny)
    this.before = new Float64Array(nx * ny * problem.grid.axes.length)
    this.after = new Float64Array(this.before.length)
  }

  /** Goes on to a state of the density; the first one only sets the clock. */
  follow(p: Float64Array, t: number): void {
    const kept = this.before
    this.before = this.after
    this.after = kept
    this.velocities(this.after, p)
    const dt = t - this.t
    this.t = t
    if (!(dt > 0)) return
    const d = this.problem.grid.axes.length
    const [u, v, there] = [new Float64Array(d), new Float64Array(d), new Float64Array(d)]
    for (let i = 0; i < this.x.length; i += d) {
      if (this.gone(i)) continue
      this.read(u, this.before, this.x, i)
      for (let a = 0; a < d; a++) there[a] = this.inside(a, this.x[i + a]! + dt * u[a]!)
      this.read(v, this.after, there, 0)
      for (let a = 0; a < d; a++) this.x[i + a] = this.inside(a, this.x[i + a]! + 0.5 * dt * (u[a]! + v[a]!))
    }
  }

  private velocities(out: Float64Array, p: Float64Array): void {
    const { axes } = this.problem.grid
    const d = axes.length
    const least = FLOOR * p.reduce((most, value) => Math.max(most, value), 0)
    for (let i = 0; i < p.length; i++) this.log[i] = p[i]! > least ? Math.log(p[i]!) : NaN
    const [nx, ny] = shape(this.problem.grid)
    const x = centres(axes[0])
    const y = axes[1] === undefined ? new Float64Array(1) : centres(axes[1])
    for (let i = 0, at = 0; i < nx; i++)
      for (let j = 0; j < ny; j++, at++) {
        const sx = this.slope(at, 0, i)
        const sy = d === 1 ? 0 : this.slope(at, 1, j)
        const [xx, xy, yy] = this.tensor(x[i]!, y[j]!)
        out[at * d] = -(xx * sx + xy * sy)
        if (d === 2) out[at * d + 1] = -(xy * sx + yy * sy)
      }
  }

  /** d log p along an axis at cell `at`, whose index there is k; 0 where there is hardly anything */
  private slope(at: number, axis: 0 | 1, k: number): number {
    const { grid, ends } = this.problem
    const [, ny] = shape(grid)
    const { count } = grid.axes[axis]!
    const step = axis === 0 ? ny : 1
    const wraps = ends[axis] === 'periodic'
    const up = k + 1 < count ? at + step : wraps ? at - (count - 1) * step : at
    const down = k > 0 ? at - step : wraps ? at + (count - 1) * step : at
    const h = spacing(grid.axes[axis]!)
    // At a held end the value is 0: slope of the parabola through it and the two nearest centres.
    if (up === at && this.held(axis, 'high')) return -this.towardsZero(at, down, h)
    if (down === at && this.held(axis, 'low')) return this.towardsZero(at, up, h)
    // Beyond an insulated end the nearest cell stands for its mirror image.
    const slope = (this.log[up]! - this.log[down]!) / (2 * h)
    return Number.isNaN(slope) ? 0 : slope
  }

  private towardsZero(at: number, inner: number, h: number): number {
    const ratio = Math.exp(this.log[inner]! - this.log[at]!)
    return Number.isNaN(ratio) ? 0 : (ratio / 3 + 1) / h
  }

  private held(axis: number, side: 'low' | 'high'): boolean {
    const ends = this.problem.ends[axis]!
    return ends !== 'periodic' && ends[side].kind === 'value'
  }

  /** Left through a held end, where it stays */
  private gone(i: number): boolean {
    return this.problem.grid.axes.some(({ low, high }, axis) => {
      const x = this.x[i + axis]!
      return (x < low && this.held(axis, 'low')) || (x > high && this.held(axis, 'high'))
    })
  }

  private tensor(x: number, y: number): readonly [number, number, number] {
    const { conductivity: of } = this
    if (typeof of === 'number') return [of, 0, of]
    if (typeof of === 'function') return [of(x, y), 0, of(x, y)]
    return [of[0](x, y), of[1](x, y), of[2](x, y)]
  }

  /** A place as the ends have it: round a circle, no farther than an insulated end, and out of a held one */
  private inside(axis: number, x: number): number {
    const { low, high } = this.problem.grid.axes[axis]!
    if (this.problem.ends[axis] !== 'periodic') {
      const below = this.held(axis, 'low') ? x : Math.max(low, x)
      return this.held(axis, 'high') ? below : Math.min(high, below)
    }
    const length = high - low
    return x - length * Math.floor((x - low) / length)
  }

  private read(out: Float64Array, field: Float64Array, x: Float64Array, at: number): void {
    const { grid, ends } = this.problem
    const d = grid.axes.length
    const [, ny] = shape(grid)
    out.fill(0)
    const [i0, i1, u] = neighbours(
      grid.axes[0].count,
      (x[at]! - grid.axes[0].low) / spacing(grid.axes[0]),
      ends[0] === 'periodic',
    )
    const second = grid.axes[1]
    const [j0, j1, v] =
      second === undefined
        ? [0, 0, 0]
        : neighbours(second.count, (x[at + 1]! - second.low) / spacing(second), ends[1] === 'periodic')
    for (const [i, wi] of [
      [i0, 1 - u],
      [i1, u],
    ] as const)
      for (const [j, wj] of [
        [j0, 1 - v],
        [j1, v],
      ] as const)
        for (let a = 0; a < d; a++) out[a]! += wi * wj * field[(i * ny + j) * d + a]!
  }
}

function neighbours(count: number, place: number, periodic: boolean): readonly [number, number, number] {
  const k = Math.floor(place - 0.5)
  const share = place - 0.5 - k
  const held = (at: number): number =>
    periodic ? ((at % count) + count) % count : Math.min(count - 1, Math.max(0, at))
  return [held(k), held(k + 1), share]
}
