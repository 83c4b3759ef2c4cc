import type { MixtureForm } from '#core/scores/score-form'

/** The labels of a mixture, rising, each once; empty where it has none. */
export function labelsOf(form: MixtureForm): number[] {
  return [...new Set(form.labels)].sort((a, b) => a - b)
}

/** The mixture of the components with one label, its weights made to sum to one; null where none has weight. */
export function conditionalForm(form: MixtureForm, label: number): MixtureForm | null {
  const { dimension: d, weights, means, rotations, variances, labels } = form
  const kept = Array.from(weights.keys()).filter((k) => labels?.[k] === label && weights[k]! > 0)
  const total = kept.reduce((sum, k) => sum + weights[k]!, 0)
  if (!(total > 0)) return null
  const rows = (values: Float64Array, width: number): Float64Array =>
    Float64Array.from(kept.flatMap((k) => [...values.subarray(k * width, (k + 1) * width)]))
  const variance = rows(variances, d)
  return {
    form: 'mixture',
    dimension: d,
    weights: Float64Array.from(kept, (k) => weights[k]! / total),
    means: rows(means, d),
    rotations: rows(rotations, d * d),
    variances: variance,
    labels: new Int32Array(kept.length).fill(label),
    ...(variance.every((v) => v === variance[0]) ? { isotropicVariance: variance[0]! } : {}),
  }
}
