import { shape, spacing } from '#core/numeric/grids/grid'
import type { Transport } from '../transport'

/**
 * The part of the flux that a diffusion tensor adds off its diagonal: J_x = -K_xy dp/dy through the x-faces and
 * J_y = -K_xy dp/dx through the y-faces, with the slope along a face as the mean of the central differences on both
 * sides of it (one-sided beside an end). Order 2, conservative, not positive: no linear scheme on nine points is for
 * every tensor. Nothing passes the ends of an axis unless they are periodic.
 */
export class CrossFlux {
  private readonly nx: number
  private readonly ny: number
  private readonly atX: Float64Array
  private readonly atY: Float64Array
  private heldTime: number | null = null

  constructor(private readonly problem: Transport) {
    ;[this.nx, this.ny] = shape(problem.grid)
    this.atX = new Float64Array((this.nx + 1) * this.ny)
    this.atY = new Float64Array((this.ny + 1) * this.nx)
  }

  addTo(out: Float64Array, p: Float64Array, t: number, factor: number): void {
    const { problem, nx, ny, atX, atY } = this
    if (this.heldTime !== t && !(this.heldTime !== null && problem.steady)) {
      this.heldTime = t
      problem.cross?.(0, t, atX)
      problem.cross?.(1, t, atY)
    }
    const [hx, hy] = [spacing(problem.grid.axes[0]), spacing(problem.grid.axes[1]!)]
    const periodicX = problem.ends[0] === 'periodic'
    const periodicY = problem.ends[1] === 'periodic'
    const slope = (i: number, j: number, alongX: boolean): number => {
      const [n, h, k] = alongX ? [nx, hx, i] : [ny, hy, j]
      const step = alongX ? ny : 1
      const at = i * ny + j
      const wraps = alongX ? periodicX : periodicY
      const up = k + 1 < n ? at + step : wraps ? at - (n - 1) * step : at
      const down = k > 0 ? at - step : wraps ? at + (n - 1) * step : at
      const width = (up === at ? 0 : h) + (down === at ? 0 : h)
      return (p[up]! - p[down]!) / width
    }
    for (let i = periodicX ? 0 : 1; i < nx; i++) {
      const left = i > 0 ? i - 1 : nx - 1
      for (let j = 0; j < ny; j++) {
        const flux = -0.5 * atX[i * ny + j]! * (slope(left, j, false) + slope(i, j, false))
        out[left * ny + j]! -= (factor * flux) / hx
        out[i * ny + j]! += (factor * flux) / hx
      }
    }
    for (let j = periodicY ? 0 : 1; j < ny; j++) {
      const under = j > 0 ? j - 1 : ny - 1
      for (let i = 0; i < nx; i++) {
        const flux = -0.5 * atY[j * nx + i]! * (slope(i, under, true) + slope(i, j, true))
        out[i * ny + under]! -= (factor * flux) / hy
        out[i * ny + j]! += (factor * flux) / hy
      }
    }
  }
}
