import { shape, spacing } from '#core/numeric/grids/grid'
import { FaceFluxes } from '../operator/face-fluxes'
import type { Transport } from '../transport'

/** Below this part of the largest density, nothing flows: what is there is rounding. */
const FLOOR = 1e-12

/**
 * Particles without noise that carry a density along: velocity J / p, which for heat is -D grad log p. They are moved
 * through the states of a run on the grid by the mid-point of velocities before and after each step (Heun; order 2),
 * read off bilinearly between the cells' centres.
 */
export class FlowParticles {
  private readonly fluxes: FaceFluxes
  private readonly current: Float64Array
  private before: Float64Array
  private after: Float64Array
  private t = NaN

  constructor(
    private readonly problem: Transport,
    /** [n, d], moved in place */
    readonly x: Float64Array,
  ) {
    const [nx, ny] = shape(problem.grid)
    this.fluxes = new FaceFluxes(problem)
    this.current = new Float64Array(nx * ny * problem.grid.axes.length)
    this.before = new Float64Array(this.current.length)
    this.after = new Float64Array(this.current.length)
  }

  /** Goes on to a state of the density; the first one only sets the clock. */
  follow(p: Float64Array, t: number): void {
    const kept = this.before
    this.before = this.after
    this.after = kept
    this.velocities(this.after, p, t)
    const dt = t - this.t
    this.t = t
    if (!(dt > 0)) return
    const d = this.problem.grid.axes.length
    const [u, v, there] = [new Float64Array(d), new Float64Array(d), new Float64Array(d)]
    for (let i = 0; i < this.x.length; i += d) {
      this.read(u, this.before, this.x, i)
      for (let a = 0; a < d; a++) there[a] = this.inside(a, this.x[i + a]! + dt * u[a]!)
      this.read(v, this.after, there, 0)
      for (let a = 0; a < d; a++) this.x[i + a] = this.inside(a, this.x[i + a]! + 0.5 * dt * (u[a]! + v[a]!))
    }
  }

  private velocities(out: Float64Array, p: Float64Array, t: number): void {
    const d = this.problem.grid.axes.length
    this.fluxes.at(p, t).atCentres(this.current)
    const least = FLOOR * p.reduce((most, value) => Math.max(most, value), 0)
    for (let i = 0; i < p.length; i++)
      for (let a = 0; a < d; a++) out[i * d + a] = p[i]! > least ? this.current[i * d + a]! / p[i]! : 0
  }

  /** A place as the ends have it: round a circle, else no farther than the end */
  private inside(axis: number, x: number): number {
    const { low, high } = this.problem.grid.axes[axis]!
    if (this.problem.ends[axis] !== 'periodic') return Math.min(high, Math.max(low, x))
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
