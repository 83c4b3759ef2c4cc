import { exp, log } from '#core/numeric/elementary'
import { erf, erfcx } from '#core/numeric/error-function'
import type { BoxesForm } from './score-form'
import type { NoisyDensity, ScoreModel } from './score-model'

/** Uniform boxes under x_t = alpha x_0 + sigma eps: products of differences of normal distribution functions. */
export function boxesScore(form: BoxesForm): ScoreModel {
  return {
    dimension: form.dimension,
    accuracy: 'exact to rounding, also far out',
    form,
    at: (alpha, sigma) => new NoisyBoxes(form, alpha, sigma),
  }
}

/** The last result of `strip`. */
const edge = { log: 0, slope: 0 }

/**
 * log(Phi(b) - Phi(a)) and its derivative when a and b move together, for a < b. Differences of scaled complementary
 * error functions keep relative accuracy in the tails; thin strips are expanded about their middle.
 */
function strip(a: number, b: number): void {
  if (b < 0) {
    strip(-b, -a)
    edge.slope = -edge.slope
    return
  }
  const width = b - a
  if (width < 1e-3) {
    const m = 0.5 * (a + b)
    const w = (width * width) / 24
    edge.log = -0.5 * m * m - 0.5 * log(2 * Math.PI) + log(width) + Math.log1p((m * m - 1) * w)
    edge.slope = (-m + (3 * m - m * m * m) * w) / (1 + (m * m - 1) * w)
    return
  }
  if (a <= 0) {
    const mass = 0.5 * (erf(b * Math.SQRT1_2) + erf(-a * Math.SQRT1_2))
    edge.log = log(mass)
    edge.slope = (exp(-0.5 * b * b) - exp(-0.5 * a * a)) / (Math.sqrt(2 * Math.PI) * mass)
    return
  }
  // Both ends to the right of the middle: everything relative to exp(-a^2 / 2).
  const fall = exp(-0.5 * (b - a) * (b + a))
  const mass = 0.5 * (erfcx(a * Math.SQRT1_2) - fall * erfcx(b * Math.SQRT1_2))
  edge.log = log(mass) - 0.5 * a * a
  edge.slope = (fall - 1) / (Math.sqrt(2 * Math.PI) * mass)
}

class NoisyBoxes implements NoisyDensity {
  private readonly exponents: Float64Array
  private readonly slopes: Float64Array
  private readonly logFactors: Float64Array

  constructor(
    private readonly form: BoxesForm,
    private readonly alpha: number,
    private readonly sigma: number,
  ) {
    const { weights, low, high, dimension: d } = form
    this.exponents = new Float64Array(weights.length)
    this.slopes = new Float64Array(weights.length * d)
    this.logFactors = weights.map((w, k) => {
      let volume = 1
      for (let j = 0; j < d; j++) volume *= alpha * (high[k * d + j]! - low[k * d + j]!)
      return log(w / volume)
    })
  }

  score(out: Float64Array, x: Float64Array, n: number): void {
    const { dimension: d } = this.form
    for (let i = 0; i < n; i++) {
      this.weigh(x, i * d)
      for (let j = 0; j < d; j++) {
        let s = 0
        for (let k = 0; k < this.exponents.length; k++) s += this.exponents[k]! * this.slopes[k * d + j]!
        out[i * d + j] = s / this.sigma
      }
    }
  }

  logDensity(out: Float64Array, x: Float64Array, n: number): void {
    for (let i = 0; i < n; i++) out[i] = this.weigh(x, i * this.form.dimension)
  }

  /** Fills `exponents` with the share of each box at a point; returns the log density. */
  private weigh(x: Float64Array, at: number): number {
    const { dimension: d, low, high } = this.form
    const { alpha, sigma, exponents, slopes } = this
    let top = -Infinity
    for (let k = 0; k < exponents.length; k++) {
      let e = this.logFactors[k]!
      for (let j = 0; j < d; j++) {
        strip((x[at + j]! - alpha * high[k * d + j]!) / sigma, (x[at + j]! - alpha * low[k * d + j]!) / sigma)
        e += edge.log
        slopes[k * d + j] = edge.slope
      }
      exponents[k] = e
      top = Math.max(top, e)
    }
    let sum = 0
    for (let k = 0; k < exponents.length; k++) {
      exponents[k] = exp(exponents[k]! - top)
      sum += exponents[k]!
    }
    for (let k = 0; k < exponents.length; k++) exponents[k]! /= sum
    return top + log(sum)
  }
}
