import { exp, log } from '#core/numeric/elementary'
import type { MixtureForm } from './score-form'
import type { NoisyDensity, ScoreModel } from './score-model'

/** Score and density of a Gaussian mixture under x_t = alpha x_0 + sigma eps, again a mixture; exact to rounding. */
export function mixtureScore(form: MixtureForm): ScoreModel {
  return {
    dimension: form.dimension,
    accuracy: 'exact to rounding',
    form,
    at: (alpha, sigma) => new NoisyMixture(form, alpha, sigma),
  }
}

/**
 * p_t = sum_k w_k N(alpha mu_k, alpha^2 S_k + sigma^2 I), whose covariance is diagonal in the eigenbasis of S_k. Sums
 * over components are log-sum-exp sums, so a point far from all of them still has a finite score.
 */
class NoisyMixture implements NoisyDensity {
  private readonly k: number
  private readonly d: number
  /** [k, d] alpha mu_k */
  private readonly centres: Float64Array
  /** [k, d] 1 / (alpha^2 v + sigma^2) */
  private readonly precisions: Float64Array
  /** [k] log w_k - d/2 log 2 pi - 1/2 log det */
  private readonly logFactors: Float64Array
  /** [k] exponents at a point, then responsibilities */
  private readonly exponents: Float64Array
  /** [d] scratch: P_k (x - m_k) */
  private readonly pull = new Float64Array(3)

  constructor(
    private readonly form: MixtureForm,
    alpha: number,
    sigma: number,
  ) {
    const { weights, means, variances, dimension: d } = form
    this.k = weights.length
    this.d = d
    this.centres = means.map((m) => alpha * m)
    this.precisions = variances.map((v) => 1 / (alpha * alpha * v + sigma * sigma))
    this.logFactors = weights.map((w, k) => {
      let logDet = 0
      for (let j = 0; j < d; j++) logDet -= log(this.precisions[k * d + j]!)
      return (w > 0 ? log(w) : -Infinity) - 0.5 * (d * log(2 * Math.PI) + logDet)
    })
    this.exponents = new Float64Array(this.k)
  }

  score(out: Float64Array, x: Float64Array, n: number): void {
    if (this.form.isotropicVariance !== undefined && this.d === 2) this.isotropicPlane(out, x, n)
    else this.general(out, x, n)
  }

  logDensity(out: Float64Array, x: Float64Array, n: number): void {
    for (let i = 0; i < n; i++) out[i] = this.weigh(x, i * this.d)
  }

  /** Fills `exponents` with e_k - max for the point at offset `at`; returns the log density. */
  private weigh(x: Float64Array, at: number): number {
    const { k: count, d, exponents, logFactors } = this
    let top = -Infinity
    for (let k = 0; k < count; k++) {
      const e = logFactors[k]! - 0.5 * this.distance(x, at, k)
      exponents[k] = e
      if (e > top) top = e
    }
    let sum = 0
    for (let k = 0; k < count; k++) {
      const e = exp(exponents[k]! - top)
      exponents[k] = e
      sum += e
    }
    for (let k = 0; k < count; k++) exponents[k]! /= sum
    return d > 0 ? top + log(sum) : 0
  }

  /** Squared Mahalanobis distance to component k; leaves P_k (x - m_k) in `pull`. */
  private distance(x: Float64Array, at: number, k: number): number {
    const { d, centres, precisions, pull } = this
    const rotations = this.form.rotations
    let distance = 0
    pull.fill(0)
    for (let col = 0; col < d; col++) {
      let y = 0
      for (let row = 0; row < d; row++)
        y += rotations[(k * d + row) * d + col]! * (x[at + row]! - centres[k * d + row]!)
      const scaled = y * precisions[k * d + col]!
      distance += y * scaled
      for (let row = 0; row < d; row++) pull[row]! += rotations[(k * d + row) * d + col]! * scaled
    }
    return distance
  }

  private general(out: Float64Array, x: Float64Array, n: number): void {
    const { k: count, d, exponents, pull } = this
    for (let i = 0; i < n; i++) {
      const at = i * d
      this.weigh(x, at)
      const s = [0, 0, 0]
      for (let k = 0; k < count; k++) {
        const responsibility = exponents[k]!
        if (responsibility === 0) continue
        this.distance(x, at, k)
        for (let j = 0; j < d; j++) s[j]! -= responsibility * pull[j]!
      }
      for (let j = 0; j < d; j++) out[at + j] = s[j]!
    }
  }

  /** The common case, spelled out: equal round Gaussians in the plane share one precision. */
  private isotropicPlane(out: Float64Array, x: Float64Array, n: number): void {
    const { k: count, centres, exponents, logFactors } = this
    const precision = this.precisions[0]!
    for (let i = 0; i < n; i++) {
      const px = x[2 * i]!
      const py = x[2 * i + 1]!
      let top = -Infinity
      for (let k = 0; k < count; k++) {
        const dx = px - centres[2 * k]!
        const dy = py - centres[2 * k + 1]!
        const e = logFactors[k]! - 0.5 * precision * (dx * dx + dy * dy)
        exponents[k] = e
        if (e > top) top = e
      }
      let sum = 0
      let mx = 0
      let my = 0
      for (let k = 0; k < count; k++) {
        const gap = exponents[k]! - top
        if (gap < -745) continue
        const e = exp(gap)
        sum += e
        mx += e * centres[2 * k]!
        my += e * centres[2 * k + 1]!
      }
      out[2 * i] = precision * (mx / sum - px)
      out[2 * i + 1] = precision * (my / sum - py)
    }
  }
}
