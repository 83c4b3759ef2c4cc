import type { BoxesForm, MixtureForm, ScoreForm } from './score-form'

/**
 * The distribution of one coordinate of what a form describes, again as a form; null where it has no closed form.
 * Noising acts on each coordinate alone, so the marginal of p_t is the noised marginal of p_0.
 */
export function marginalForm(form: ScoreForm, axis: number): ScoreForm | null {
  if (form.dimension === 1) return form
  if (form.form === 'mixture') return ofMixture(form, axis)
  if (form.form === 'boxes') return ofBoxes(form, axis)
  return null
}

function ofMixture(
  { dimension: d, weights, means, rotations, variances }: MixtureForm,
  axis: number,
): MixtureForm {
  const k = weights.length
  // Entry (axis, axis) of R diag(v) R^T.
  const variance = Float64Array.from({ length: k }, (_, c) => {
    let sum = 0
    for (let j = 0; j < d; j++) sum += rotations[(c * d + axis) * d + j]! ** 2 * variances[c * d + j]!
    return sum
  })
  return {
    form: 'mixture',
    dimension: 1,
    weights,
    means: Float64Array.from({ length: k }, (_, c) => means[c * d + axis]!),
    rotations: new Float64Array(k).fill(1),
    variances: variance,
  }
}

function ofBoxes({ dimension: d, weights, low, high }: BoxesForm, axis: number): BoxesForm {
  const pick = (corners: Float64Array): Float64Array =>
    Float64Array.from(weights, (_, c) => corners[c * d + axis]!)
  return { form: 'boxes', dimension: 1, weights, low: pick(low), high: pick(high) }
}
