import { exp, log } from '#core/numeric/elementary'
import type { MixtureForm } from '../score-form'
import type { NoisyDensity } from '../score-model'
import { gridSum, type RegularGrid } from './grid-sum'
import { blockPoints, type PointBlocks } from './point-blocks'

/** Terms below e^-T of the largest are left out */
const T = 40

/**
 * Score and density of n equal Gaussians N(alpha mu_k, v I), v = alpha^2 s^2 + sigma^2, by the sum over those near a
 * point alone. With r the distance to the nearest centre, every centre within R = sqrt(r^2 + 2 v T) is in the sum, and
 * one further out has a term below e^-T of the largest, T = 40. So what is left out is a share of at most
 * (n - 1) e^-40 of p_t, 9e-14 for 20 000 points; log p_t is low by at most that, and the score is off by at most that
 * share times (alpha * diameter of the points) / v.
 *
 * Blocks of points whose box lies beyond R are passed over unseen. R^2 is taken with an upper bound of r^2, the
 * smallest distance to a far corner of a box, which only adds points. At noise that reaches from one end of the points
 * to the other nothing is passed over, and `whole` gives the sum.
 */
export class NearbyMixture implements NoisyDensity {
  private readonly precision: number
  private readonly logFactor: number
  private readonly centres: readonly Float64Array[]
  private readonly low: readonly Float64Array[]
  private readonly high: readonly Float64Array[]
  private readonly nearest: Float64Array
  private readonly exponents: Float64Array
  /** Blocks that are in the sum at a point, `used` of them */
  private readonly near: Int32Array
  private used = 0
  private readonly whole: () => NoisyDensity
  private held: NoisyDensity | null = null
  /** What the sum over all is left to; null where some can be passed over */
  private readonly all: NoisyDensity | null

  constructor(
    form: MixtureForm,
    private readonly points: PointBlocks,
    private readonly alpha: number,
    sigma: number,
    whole: () => NoisyDensity,
  ) {
    this.whole = () => (this.held ??= whole())
    const { dimension: d, count, blocks } = points
    const scaled = (arrays: readonly Float64Array[]): Float64Array[] =>
      arrays.map((values) => values.map((value) => alpha * value))
    this.precision = 1 / (alpha * alpha * (form.isotropicVariance ?? 0) + sigma * sigma)
    this.logFactor = -log(count) - 0.5 * d * (log(2 * Math.PI) - log(this.precision))
    this.centres = scaled(points.axes)
    // A negative alpha turns boxes over.
    this.low = scaled(alpha < 0 ? points.high : points.low)
    this.high = scaled(alpha < 0 ? points.low : points.high)
    this.all = Math.sqrt((2 * T) / this.precision) > Math.abs(alpha) * points.diameter ? this.whole() : null
    this.nearest = new Float64Array(blocks)
    this.near = new Int32Array(blocks)
    this.exponents = new Float64Array(blocks * blockPoints)
  }

  score(out: Float64Array, x: Float64Array, n: number): void {
    if (this.all !== null) return this.all.score(out, x, n)
    const { precision, centres, exponents, near } = this
    const { dimension: d, count } = this.points
    for (let i = 0; i < n; i++) {
      const top = this.weigh(x, i * d)
      let sum = 0
      const moment = [0, 0, 0]
      for (let u = 0; u < this.used; u++) {
        const first = near[u]! * blockPoints
        const end = Math.min(count, first + blockPoints)
        for (let k = first, at = u * blockPoints; k < end; k++, at++) {
          const gap = exponents[at]! - top
          if (gap < -T) continue
          const e = exp(gap)
          sum += e
          for (let j = 0; j < d; j++) moment[j]! += e * centres[j]![k]!
        }
      }
      for (let j = 0; j < d; j++) out[i * d + j] = precision * (moment[j]! / sum - x[i * d + j]!)
    }
  }

  logDensity(out: Float64Array, x: Float64Array, n: number): void {
    if (this.all !== null) return this.all.logDensity(out, x, n)
    const { exponents, near, logFactor } = this
    const { dimension: d, count } = this.points
    for (let i = 0; i < n; i++) {
      const top = this.weigh(x, i * d)
      let sum = 0
      for (let u = 0; u < this.used; u++) {
        const size = Math.min(blockPoints, count - near[u]! * blockPoints)
        for (let at = u * blockPoints; at < u * blockPoints + size; at++) {
          const gap = exponents[at]! - top
          if (gap >= -T) sum += exp(gap)
        }
      }
      out[i] = logFactor + top + log(sum)
    }
  }

  densityOnGrid(grid: RegularGrid): Float64Array | null {
    if (this.points.dimension === 3) return null
    const factor = exp(this.logFactor)
    return gridSum(this.points, this.alpha, this.precision, grid).map((sum) => factor * sum)
  }

  /** Second derivatives are asked for at few points, and summed over all. */
  divergence(out: Float64Array, x: Float64Array, n: number): void {
    this.whole().divergence?.(out, x, n)
  }

  hessian(out: Float64Array, x: Float64Array, n: number): void {
    this.whole().hessian?.(out, x, n)
  }

  /** Exponents of the points of all near blocks, one block after the other; returns the largest. */
  private weigh(x: Float64Array, from: number): number {
    const { precision, centres, low, high, nearest, near, exponents } = this
    const { dimension: d, count, blocks } = this.points
    let bound = Infinity
    for (let b = 0; b < blocks; b++) {
      let least = 0
      let most = 0
      for (let j = 0; j < d; j++) {
        const below = low[j]![b]! - x[from + j]!
        const above = x[from + j]! - high[j]![b]!
        const out = Math.max(below, above, 0)
        const far = Math.max(-below, -above)
        least += out * out
        most += far * far
      }
      nearest[b] = least
      if (most < bound) bound = most
    }
    const limit = bound + (2 * T) / precision
    let top = -Infinity
    this.used = 0
    for (let b = 0; b < blocks; b++) {
      if (nearest[b]! > limit) continue
      near[this.used] = b
      const first = b * blockPoints
      const end = Math.min(count, first + blockPoints)
      for (let k = first, at = this.used * blockPoints; k < end; k++, at++) {
        let square = 0
        for (let j = 0; j < d; j++) square += (x[from + j]! - centres[j]![k]!) ** 2
        const e = -0.5 * precision * square
        exponents[at] = e
        if (e > top) top = e
      }
      this.used += 1
    }
    return top
  }
}
