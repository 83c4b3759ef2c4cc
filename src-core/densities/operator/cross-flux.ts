import { shape, spacing } from '#core/numeric/grids/grid'
import type { Transport } from '../transport'

/** Cells whose difference is the slope along a face, beside cell `at`, and the distance of their centres */
interface Slope {
  up: number
  down: number
  width: number
}

/**
 * The part of the flux that a diffusion tensor adds off its diagonal: J_x = -K_xy dp/dy through the x-faces and
 * J_y = -K_xy dp/dx through the y-faces, with the slope along a face as the mean of the central differences on both
 * sides of it (one-sided beside an end). Order 2, conservative, not positive: no linear scheme on nine points is for
 * every tensor. Nothing passes the ends of an axis unless they are periodic.
 */
export class CrossFlux {
  private readonly nx: number
  private readonly ny: number
  private readonly tensor: readonly [Float64Array, Float64Array]
  private heldTime: number | null = null
  private readonly slope: Slope = { up: 0, down: 0, width: 1 }

  constructor(private readonly problem: Transport) {
    ;[this.nx, this.ny] = shape(problem.grid)
    this.tensor = [new Float64Array((this.nx + 1) * this.ny), new Float64Array((this.ny + 1) * this.nx)]
  }

  /** out += factor (C(t) p) */
  addTo(out: Float64Array, p: Float64Array, t: number, factor: number): void {
    this.eachFace(t, (axis, _face, low, high, tensor) => {
      const flux = (this.meanSlope(axis, p, low, high) * -factor * tensor) / this.spacing(axis)
      out[low]! -= flux
      out[high]! += flux
    })
  }

  /** out += factor (C(t)^T u): what it is for values that are carried backwards */
  addTransposedTo(out: Float64Array, u: Float64Array, t: number, factor: number): void {
    this.eachFace(t, (axis, _face, low, high, tensor) => {
      const share = (-0.5 * factor * tensor * (u[high]! - u[low]!)) / this.spacing(axis)
      for (const cell of [low, high]) {
        const { up, down, width } = this.slopeBeside(axis, cell)
        out[up]! += share / width
        out[down]! -= share / width
      }
    })
  }

  /** out += the fluxes through the faces of an axis, [count + 1, lines] */
  addFluxTo(axis: 0 | 1, out: Float64Array, p: Float64Array, t: number): void {
    const last = (axis === 0 ? this.nx : this.ny) * (axis === 0 ? this.ny : this.nx)
    this.eachFace(t, (of, face, low, high, tensor) => {
      if (of !== axis) return
      const flux = -tensor * this.meanSlope(axis, p, low, high)
      out[face]! += flux
      if (face < out.length - last) out[last + face]! += flux
    })
  }

  private spacing(axis: 0 | 1): number {
    return spacing(this.problem.grid.axes[axis]!)
  }

  /** Visits the inner faces, and the joining one of a periodic axis, with the cells on both sides and K_xy. */
  private eachFace(
    t: number,
    visit: (axis: 0 | 1, face: number, low: number, high: number, tensor: number) => void,
  ): void {
    const { problem, nx, ny } = this
    const [atX, atY] = this.tensor
    if (this.heldTime !== t && !(this.heldTime !== null && problem.steady)) {
      this.heldTime = t
      problem.cross?.(0, t, atX)
      problem.cross?.(1, t, atY)
    }
    for (let i = problem.ends[0] === 'periodic' ? 0 : 1; i < nx; i++) {
      const left = (i > 0 ? i - 1 : nx - 1) * ny
      for (let j = 0; j < ny; j++) visit(0, i * ny + j, left + j, i * ny + j, atX[i * ny + j]!)
    }
    for (let j = problem.ends[1] === 'periodic' ? 0 : 1; j < ny; j++) {
      const under = j > 0 ? j - 1 : ny - 1
      for (let i = 0; i < nx; i++) visit(1, j * nx + i, i * ny + under, i * ny + j, atY[j * nx + i]!)
    }
  }

  /** Slope along the face between two cells: the mean of those on both sides */
  private meanSlope(axis: 0 | 1, p: Float64Array, low: number, high: number): number {
    const first = this.slopeBeside(axis, low)
    const one = (p[first.up]! - p[first.down]!) / first.width
    const second = this.slopeBeside(axis, high)
    return 0.5 * (one + (p[second.up]! - p[second.down]!) / second.width)
  }

  /** The difference along the faces of `axis`, that is along the other axis, at a cell */
  private slopeBeside(axis: 0 | 1, cell: number): Slope {
    const { nx, ny, slope, problem } = this
    const other = axis === 0 ? 1 : 0
    const [n, step] = other === 0 ? [nx, ny] : [ny, 1]
    const k = other === 0 ? Math.floor(cell / ny) : cell % ny
    const wraps = problem.ends[other] === 'periodic'
    const h = this.spacing(other)
    slope.up = k + 1 < n ? cell + step : wraps ? cell - (n - 1) * step : cell
    slope.down = k > 0 ? cell - step : wraps ? cell + (n - 1) * step : cell
    slope.width = (slope.up === cell ? 0 : h) + (slope.down === cell ? 0 : h)
    return slope
  }
}
