import { exp, log } from '#core/numeric/elementary'
import { MixtureHessian } from './mixture-hessian'
import { NearbyMixture } from './nearby/nearby-mixture'
import { blocksOf } from './nearby/point-blocks'
import type { MixtureForm } from './score-form'
import type { NoisyDensity, ScoreModel } from './score-model'

/** Terms below e^-40 of the largest change nothing in float64. */
const FAR = -40

/** Score and density of a Gaussian mixture under x_t = alpha x_0 + sigma eps, again a mixture; exact to rounding. */
export function mixtureScore(form: MixtureForm): ScoreModel {
  return {
    dimension: form.dimension,
    accuracy: 'exact to rounding',
    form,
    at(alpha, sigma) {
      const whole = (): NoisyDensity => new NoisyMixture(form, alpha, sigma)
      const points = blocksOf(form)
      return points === null ? whole() : new NearbyMixture(form, points, alpha, sigma, whole)
    },
  }
}

/**
 * p_t = sum_k w_k N(alpha mu_k, alpha^2 S_k + sigma^2 I), whose covariance is diagonal in the eigenbasis of S_k. Sums
 * over components are log-sum-exp sums, so a point far from all of them still has a finite score.
 */
export class NoisyMixture implements NoisyDensity {
  private readonly k: number
  private readonly d: number
  /** Made where second derivatives are asked for */
  private curvature: MixtureHessian | null = null
  /** [k, d] alpha mu_k, and 0 for coordinates beyond d */
  private readonly centres: readonly [Float64Array, Float64Array, Float64Array]
  /** [k] log w_k - d/2 log 2 pi - 1/2 log det */
  private readonly logFactors: Float64Array
  /** [k] exponents at a point */
  private readonly exponents: Float64Array
  /** The one precision of round components that are equal; null otherwise */
  private readonly round: number | null
  /** [6, k] P_k = (alpha^2 S_k + sigma^2 I)^-1: xx, xy, xz, yy, yz, zz */
  private readonly precisions: readonly Float64Array[]

  constructor(
    private readonly form: MixtureForm,
    private readonly alpha: number,
    private readonly sigma: number,
  ) {
    const { weights, means, rotations, variances, isotropicVariance, dimension: d } = form
    const k = weights.length
    this.k = k
    this.d = d
    const axis = (j: number): Float64Array =>
      Float64Array.from({ length: k }, (_, i) => (j < d ? alpha * means[i * d + j]! : 0))
    this.centres = [axis(0), axis(1), axis(2)]
    const along = variances.map((v) => 1 / (alpha * alpha * v + sigma * sigma))
    this.logFactors = weights.map((w, i) => {
      let logDet = 0
      for (let j = 0; j < d; j++) logDet -= log(along[i * d + j]!)
      return (w > 0 ? log(w) : -Infinity) - 0.5 * (d * log(2 * Math.PI) + logDet)
    })
    this.round =
      isotropicVariance === undefined ? null : 1 / (alpha * alpha * isotropicVariance + sigma * sigma)
    const entry = (row: number, col: number): Float64Array =>
      Float64Array.from({ length: k }, (_, i) => {
        if (row >= d || col >= d) return 0
        let sum = 0
        for (let m = 0; m < d; m++)
          sum += rotations[(i * d + row) * d + m]! * along[i * d + m]! * rotations[(i * d + col) * d + m]!
        return sum
      })
    this.precisions =
      this.round === null
        ? [entry(0, 0), entry(0, 1), entry(0, 2), entry(1, 1), entry(1, 2), entry(2, 2)]
        : []
    this.exponents = new Float64Array(k)
  }

  score(out: Float64Array, x: Float64Array, n: number): void {
    if (this.round === null) this.general(out, x, n)
    else if (this.d === 2) this.roundPlane(out, x, n, this.round)
    else this.roundAny(out, x, n, this.round)
  }

  logDensity(out: Float64Array, x: Float64Array, n: number): void {
    const { d, exponents } = this
    for (let i = 0; i < n; i++) {
      const top = this.weigh(x[i * d]!, d > 1 ? x[i * d + 1]! : 0, d > 2 ? x[i * d + 2]! : 0)
      let sum = 0
      for (const e of exponents) if (e - top > FAR) sum += exp(e - top)
      out[i] = top + log(sum)
    }
  }

  divergence(out: Float64Array, x: Float64Array, n: number): void {
    this.second().trace(out, x, n)
  }

  hessian(out: Float64Array, x: Float64Array, n: number): void {
    this.second().matrix(out, x, n)
  }

  private second(): MixtureHessian {
    this.curvature ??= new MixtureHessian(this.form, this.alpha, this.sigma)
    return this.curvature
  }

  /** Exponents of all components at a point; returns the largest. */
  private weigh(px: number, py: number, pz: number): number {
    const { k: count, centres, exponents, logFactors, round } = this
    const [cx, cy, cz] = centres
    const [xx, xy, xz, yy, yz, zz] = this.precisions
    let top = -Infinity
    for (let k = 0; k < count; k++) {
      const dx = px - cx[k]!
      const dy = py - cy[k]!
      const dz = pz - cz[k]!
      const distance =
        round !== null
          ? round * (dx * dx + dy * dy + dz * dz)
          : dx * (xx![k]! * dx + 2 * (xy![k]! * dy + xz![k]! * dz)) +
            dy * (yy![k]! * dy + 2 * yz![k]! * dz) +
            zz![k]! * dz * dz
      const e = logFactors[k]! - 0.5 * distance
      exponents[k] = e
      if (e > top) top = e
    }
    return top
  }

  private general(out: Float64Array, x: Float64Array, n: number): void {
    const { k: count, d, exponents, centres } = this
    const [cx, cy, cz] = centres
    const [xx, xy, xz, yy, yz, zz] = this.precisions
    for (let i = 0; i < n; i++) {
      const at = i * d
      const px = x[at]!
      const py = d > 1 ? x[at + 1]! : 0
      const pz = d > 2 ? x[at + 2]! : 0
      const top = this.weigh(px, py, pz)
      let sum = 0
      let sx = 0
      let sy = 0
      let sz = 0
      for (let k = 0; k < count; k++) {
        const gap = exponents[k]! - top
        if (gap < FAR) continue
        const e = exp(gap)
        sum += e
        const dx = cx[k]! - px
        const dy = cy[k]! - py
        const dz = cz[k]! - pz
        sx += e * (xx![k]! * dx + xy![k]! * dy + xz![k]! * dz)
        sy += e * (xy![k]! * dx + yy![k]! * dy + yz![k]! * dz)
        sz += e * (xz![k]! * dx + yz![k]! * dy + zz![k]! * dz)
      }
      out[at] = sx / sum
      if (d > 1) out[at + 1] = sy / sum
      if (d > 2) out[at + 2] = sz / sum
    }
  }

  /** The common case, spelled out: equal round Gaussians in the plane. */
  private roundPlane(out: Float64Array, x: Float64Array, n: number, precision: number): void {
    const { k: count, exponents, logFactors } = this
    const [cx, cy] = this.centres
    const half = -0.5 * precision
    for (let i = 0; i < n; i++) {
      const px = x[2 * i]!
      const py = x[2 * i + 1]!
      let top = -Infinity
      for (let k = 0; k < count; k++) {
        const dx = px - cx[k]!
        const dy = py - cy[k]!
        const e = logFactors[k]! + half * (dx * dx + dy * dy)
        exponents[k] = e
        if (e > top) top = e
      }
      let sum = 0
      let mx = 0
      let my = 0
      for (let k = 0; k < count; k++) {
        const gap = exponents[k]! - top
        if (gap < FAR) continue
        const e = exp(gap)
        sum += e
        mx += e * cx[k]!
        my += e * cy[k]!
      }
      const scale = 1 / sum
      out[2 * i] = precision * (mx * scale - px)
      out[2 * i + 1] = precision * (my * scale - py)
    }
  }

  private roundAny(out: Float64Array, x: Float64Array, n: number, precision: number): void {
    const { k: count, d, exponents } = this
    const [cx, cy, cz] = this.centres
    for (let i = 0; i < n; i++) {
      const at = i * d
      const px = x[at]!
      const py = d > 1 ? x[at + 1]! : 0
      const pz = d > 2 ? x[at + 2]! : 0
      const top = this.weigh(px, py, pz)
      let sum = 0
      let mx = 0
      let my = 0
      let mz = 0
      for (let k = 0; k < count; k++) {
        const gap = exponents[k]! - top
        if (gap < FAR) continue
        const e = exp(gap)
        sum += e
        mx += e * cx[k]!
        my += e * cy[k]!
        mz += e * cz[k]!
      }
      out[at] = precision * (mx / sum - px)
      if (d > 1) out[at + 1] = precision * (my / sum - py)
      if (d > 2) out[at + 2] = precision * (mz / sum - pz)
    }
  }
}
