import { exp, log } from '#core/numeric/elementary'
import type { MixtureForm } from './score-form'

/** Second derivatives of log p_t of a noised mixture, in closed form. */
export class MixtureHessian {
  private readonly count: number
  private readonly d: number
  /** [k, d] alpha mu_k */
  private readonly centres: Float64Array
  /** [k, d, d] P_k = (alpha^2 S_k + sigma^2 I)^-1 */
  private readonly precisions: Float64Array
  /** [k] log w_k + 1/2 log det P_k */
  private readonly logFactors: Float64Array
  private readonly shares: Float64Array
  /** [k, d] P_k (m_k - x) at a point */
  private readonly pulls: Float64Array

  constructor(form: MixtureForm, alpha: number, sigma: number) {
    const { weights, means, rotations, variances, dimension: d } = form
    this.count = weights.length
    this.d = d
    this.centres = means.map((m) => alpha * m)
    this.precisions = new Float64Array(this.count * d * d)
    this.shares = new Float64Array(this.count)
    this.pulls = new Float64Array(this.count * d)
    this.logFactors = weights.map((w, k) => {
      let logDet = 0
      for (let axis = 0; axis < d; axis++) {
        const along = 1 / (alpha * alpha * variances[k * d + axis]! + sigma * sigma)
        logDet += log(along)
        for (let i = 0; i < d; i++)
          for (let j = 0; j < d; j++)
            this.precisions[(k * d + i) * d + j]! +=
              rotations[(k * d + i) * d + axis]! * along * rotations[(k * d + j) * d + axis]!
      }
      return (w > 0 ? log(w) : -Infinity) + 0.5 * logDet
    })
  }

  /**
   * sum r_k (pull_k - mean)(pull_k - mean)^T - sum r_k P_k into out [n, d, d], with r_k the responsibilities: a
   * covariance about its mean, so that nothing cancels where one component holds all of it.
   */
  matrix(out: Float64Array, x: Float64Array, n: number): void {
    const { count, d, shares, pulls, precisions } = this
    out.fill(0)
    for (let i = 0; i < n; i++) {
      this.weigh(x, i * d)
      const block = i * d * d
      for (let p = 0; p < d; p++)
        for (let q = 0; q <= p; q++) {
          const meanP = this.meanPull(p)
          const meanQ = this.meanPull(q)
          let sum = 0
          for (let k = 0; k < count; k++)
            sum +=
              shares[k]! *
              ((pulls[k * d + p]! - meanP) * (pulls[k * d + q]! - meanQ) - precisions[(k * d + p) * d + q]!)
          out[block + p * d + q] = sum
          out[block + q * d + p] = sum
        }
    }
  }

  /** Its trace into out [n]. */
  trace(out: Float64Array, x: Float64Array, n: number): void {
    const { d } = this
    const matrix = new Float64Array(n * d * d)
    this.matrix(matrix, x, n)
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let j = 0; j < d; j++) sum += matrix[(i * d + j) * d + j]!
      out[i] = sum
    }
  }

  private meanPull(axis: number): number {
    let mean = 0
    for (let k = 0; k < this.count; k++) mean += this.shares[k]! * this.pulls[k * this.d + axis]!
    return mean
  }

  /** Responsibilities and pulls of all components at the point at an offset. */
  private weigh(x: Float64Array, at: number): void {
    const { count, d, centres, precisions, shares, pulls, logFactors } = this
    let top = -Infinity
    for (let k = 0; k < count; k++) {
      let distance = 0
      for (let i = 0; i < d; i++) {
        let pull = 0
        for (let j = 0; j < d; j++)
          pull += precisions[(k * d + i) * d + j]! * (centres[k * d + j]! - x[at + j]!)
        pulls[k * d + i] = pull
        distance += pull * (centres[k * d + i]! - x[at + i]!)
      }
      shares[k] = logFactors[k]! - 0.5 * distance
      if (shares[k]! > top) top = shares[k]!
    }
    let sum = 0
    for (let k = 0; k < count; k++) {
      shares[k] = exp(shares[k]! - top)
      sum += shares[k]!
    }
    for (let k = 0; k < count; k++) shares[k]! /= sum
  }
}
