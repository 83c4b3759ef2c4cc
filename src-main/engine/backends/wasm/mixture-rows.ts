import { log } from '#core/numeric/elementary'
import type { MixtureForm } from '#core/scores/score-form'

/** A mixture at one noise level as the kernels read it: rows of float32, computed in float64. */
export interface MixtureRows {
  readonly values: Float64Array
  readonly count: number
  /** The shared precision when all components are equal and round; null for the general kernel */
  readonly precision: number | null
}

/** log w_k + 1/2 log det P_k, centre alpha mu_k, and P_k = (alpha^2 S_k + sigma^2 I)^-1 for the general kernel. */
export function mixtureRows(form: MixtureForm, alpha: number, sigma: number): MixtureRows {
  const { dimension: d, weights, means, rotations, variances } = form
  const kept = Array.from(weights.keys()).filter((k) => weights[k]! > 0)
  const round = form.isotropicVariance !== undefined
  const width = round ? 1 + d : 1 + d + (d * (d + 1)) / 2
  const values = new Float64Array(kept.length * width)
  kept.forEach((k, row) => {
    const precisions = Array.from(
      { length: d },
      (_, j) => 1 / (alpha * alpha * variances[k * d + j]! + sigma * sigma),
    )
    let at = row * width
    values[at++] = log(weights[k]!) + (round ? 0 : 0.5 * precisions.reduce((sum, p) => sum + log(p), 0))
    for (let j = 0; j < d; j++) values[at++] = alpha * means[k * d + j]!
    if (round) return
    for (let i = 0; i < d; i++)
      for (let j = i; j < d; j++) {
        let p = 0
        for (let m = 0; m < d; m++)
          p += rotations[(k * d + i) * d + m]! * precisions[m]! * rotations[(k * d + j) * d + m]!
        values[at++] = p
      }
  })
  const precision = round ? 1 / (alpha * alpha * (form.isotropicVariance ?? 0) + sigma * sigma) : null
  return { values, count: kept.length, precision }
}
