import { log } from '#core/numeric/elementary'
import type { EnergyGrid } from './energy-grid'
import { linePosterior, posterior } from './energy-posterior'
import type { EnergyForm } from './score-form'

/** Nodes per axis of the table from which particles are interpolated */
const NODES = { 1: 4801, 2: 193 } as const
/** The table reaches this many standard deviations of the noise beyond the box. */
const BEYOND = 5

/**
 * log p_t and sigma s of an energy on a regular table, interpolated by cubics; beyond the table the posterior mean of
 * its edge is kept.
 */
export class EnergyTable {
  private readonly d: 1 | 2
  private readonly nodes: number
  /** Table origin and spacing per axis */
  private readonly origin: readonly number[]
  private readonly step: readonly number[]
  /** [n, n] with y fastest */
  private readonly logs: Float64Array
  private readonly tables: readonly Float64Array[]

  constructor(
    form: EnergyForm,
    grid: EnergyGrid,
    private readonly alpha: number,
    private readonly sigma: number,
  ) {
    const d = form.dimension
    this.d = d
    this.nodes = NODES[d]
    const ends = Array.from({ length: d }, (_, j) => [
      alpha * form.low[j]! - BEYOND * sigma,
      alpha * form.high[j]! + BEYOND * sigma,
    ])
    this.origin = ends.map(([low = 0]) => low)
    this.step = ends.map(([low = 0, high = 0]) => (high - low) / (this.nodes - 1))
    this.logs = new Float64Array(this.nodes ** d)
    this.tables = Array.from({ length: d }, () => new Float64Array(this.nodes ** d))
    if (d === 1) this.fillLine(form, grid)
    else this.fillPlane(form, grid)
    const norm = -log(grid.total) - d * log(sigma * Math.sqrt(2 * Math.PI))
    for (let k = 0; k < this.logs.length; k++) this.logs[k]! += norm
  }

  private places(axis: number): Float64Array {
    return Float64Array.from({ length: this.nodes }, (_, i) => this.origin[axis]! + i * this.step[axis]!)
  }

  private fillLine(form: EnergyForm, { logs, spacing }: EnergyGrid): void {
    const { alpha, sigma } = this
    const x = this.places(0)
    const found = linePosterior(this.nodes)
    posterior(found, x, logs, null, { low: form.low[0]!, spacing, alpha, sigma })
    this.logs.set(found.logSum)
    x.forEach((at, i) => (this.tables[0]![i] = (alpha * found.mean[i]! - at) / sigma))
  }

  /** First along y in every column of the grid, then along x in every row of the table. */
  private fillPlane(form: EnergyForm, { logs, spacing, counts }: EnergyGrid): void {
    const { alpha, sigma, nodes } = this
    const [nx, ny] = counts
    const [x, y] = [this.places(0), this.places(1)]
    const found = linePosterior(nodes)
    const sums = new Float64Array(nodes * nx)
    const means = new Float64Array(nodes * nx)
    for (let c = 0; c < nx; c++) {
      const column = logs.subarray(c * ny, (c + 1) * ny)
      posterior(found, y, column, null, { low: form.low[1]!, spacing, alpha, sigma })
      for (let j = 0; j < nodes; j++) {
        sums[j * nx + c] = found.logSum[j]!
        means[j * nx + c] = found.mean[j]!
      }
    }
    for (let j = 0; j < nodes; j++) {
      const row = j * nx
      const noise = { low: form.low[0]!, spacing, alpha, sigma }
      posterior(found, x, sums.subarray(row, row + nx), means.subarray(row, row + nx), noise)
      for (let i = 0; i < nodes; i++) {
        const k = i * nodes + j
        this.logs[k] = found.logSum[i]!
        this.tables[0]![k] = (alpha * found.mean[i]! - x[i]!) / sigma
        this.tables[1]![k] = (alpha * found.carried[i]! - y[j]!) / sigma
      }
    }
  }

  score(out: Float64Array, x: Float64Array, n: number): void {
    const { d, sigma } = this
    for (let i = 0; i < n; i++)
      for (let j = 0; j < d; j++) {
        // Beyond the table the posterior mean of its edge is kept: s = (alpha E - x) / sigma^2.
        const past = x[i * d + j]! - this.clamped(x[i * d + j]!, j)
        out[i * d + j] = (this.interpolate(this.tables[j]!, x, i * d) - past / sigma) / sigma
      }
  }

  logDensity(out: Float64Array, x: Float64Array, n: number): void {
    const { d, sigma } = this
    for (let i = 0; i < n; i++) {
      let value = this.interpolate(this.logs, x, i * d)
      for (let j = 0; j < d; j++) {
        const past = (x[i * d + j]! - this.clamped(x[i * d + j]!, j)) / sigma
        value += past * this.interpolate(this.tables[j]!, x, i * d) - 0.5 * past * past
      }
      out[i] = value
    }
  }

  private clamped(x: number, j: number): number {
    const low = this.origin[j]!
    return Math.min(low + (this.nodes - 1) * this.step[j]!, Math.max(low, x))
  }

  /** Catmull-Rom cubics through the nodes, in each axis. */
  private interpolate(table: Float64Array, x: Float64Array, at: number): number {
    const { d, nodes } = this
    const u = (this.clamped(x[at]!, 0) - this.origin[0]!) / this.step[0]!
    const i = Math.min(nodes - 3, Math.max(1, Math.floor(u)))
    if (d === 1) return cubic(table[i - 1]!, table[i]!, table[i + 1]!, table[i + 2]!, u - i)
    const v = (this.clamped(x[at + 1]!, 1) - this.origin[1]!) / this.step[1]!
    const j = Math.min(nodes - 3, Math.max(1, Math.floor(v)))
    const row = (a: number): number => {
      const start = a * nodes + j
      return cubic(table[start - 1]!, table[start]!, table[start + 1]!, table[start + 2]!, v - j)
    }
    return cubic(row(i - 1), row(i), row(i + 1), row(i + 2), u - i)
  }
}

function cubic(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
}
