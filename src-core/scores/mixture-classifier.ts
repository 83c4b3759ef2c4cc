import { exp, log } from '#core/numeric/elementary'
import type { MixtureForm } from './score-form'

/** log p_t(label | x) and its gradient: the exact classifier of noised points. */
export interface NoisyClassifier {
  /** out [n] */
  logProbability(out: Float64Array, x: Float64Array, n: number): void
  /** out [n, d] */
  gradient(out: Float64Array, x: Float64Array, n: number): void
}

/**
 * By Bayes' rule p(label | x) is a sum of responsibilities; its log's gradient is the mean pull of the label's
 * components less the mean pull of all. What is classified must have labels.
 */
export function mixtureClassifier(
  form: MixtureForm,
  label: number,
  alpha: number,
  sigma: number,
): NoisyClassifier {
  const { dimension: d, weights, means, rotations, variances, labels } = form
  const count = weights.length
  const exponents = new Float64Array(count)
  const pulls = new Float64Array(count * d)
  const along = variances.map((v) => 1 / (alpha * alpha * v + sigma * sigma))
  const logFactors = weights.map((w, k) => {
    let logDet = 0
    for (let j = 0; j < d; j++) logDet += log(along[k * d + j]!)
    return (w > 0 ? log(w) : -Infinity) + 0.5 * logDet
  })

  /** Exponents and pulls P_k (alpha mu_k - x) of all components. */
  const weigh = (x: Float64Array, at: number): void => {
    for (let k = 0; k < count; k++) {
      let distance = 0
      for (let j = 0; j < d; j++) pulls[k * d + j] = 0
      for (let axis = 0; axis < d; axis++) {
        let y = 0
        for (let j = 0; j < d; j++)
          y += rotations[(k * d + j) * d + axis]! * (alpha * means[k * d + j]! - x[at + j]!)
        const scaled = y * along[k * d + axis]!
        distance += y * scaled
        for (let j = 0; j < d; j++) pulls[k * d + j]! += rotations[(k * d + j) * d + axis]! * scaled
      }
      exponents[k] = logFactors[k]! - 0.5 * distance
    }
  }
  /** log of the sum of exponentials over components that count, and their mean pull. */
  const gather = (mean: Float64Array, own: boolean): number => {
    let top = -Infinity
    for (let k = 0; k < count; k++) if (!own || labels?.[k] === label) top = Math.max(top, exponents[k]!)
    let sum = 0
    mean.fill(0)
    for (let k = 0; k < count; k++) {
      if (own && labels?.[k] !== label) continue
      const e = exp(exponents[k]! - top)
      sum += e
      for (let j = 0; j < d; j++) mean[j]! += e * pulls[k * d + j]!
    }
    for (let j = 0; j < d; j++) mean[j]! /= sum
    return top + log(sum)
  }
  const own = new Float64Array(d)
  const all = new Float64Array(d)
  return {
    logProbability(out, x, n) {
      for (let i = 0; i < n; i++) {
        weigh(x, i * d)
        out[i] = gather(own, true) - gather(all, false)
      }
    },
    gradient(out, x, n) {
      for (let i = 0; i < n; i++) {
        weigh(x, i * d)
        gather(own, true)
        gather(all, false)
        for (let j = 0; j < d; j++) out[i * d + j] = own[j]! - all[j]!
      }
    },
  }
}
