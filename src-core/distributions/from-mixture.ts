import {
  counterWord,
  normalPair,
  pairOfNormals,
  pairOfUniforms,
  streams,
  uniformPair,
} from '#core/numeric/gaussian-stream'
import type { MixtureForm } from '#core/scores/score-form'
import type { Distribution } from './distribution'

/** The distribution that a mixture form describes; exact moments, counter-based draws. */
export function distributionFromMixture(
  form: MixtureForm,
  modes?: readonly (readonly number[])[],
): Distribution {
  const { dimension: d, weights, means, rotations, variances } = form
  const mean = new Float64Array(d)
  weights.forEach((w, k) => {
    for (let j = 0; j < d; j++) mean[j]! += w * means[k * d + j]!
  })
  let variance = 0
  weights.forEach((w, k) => {
    for (let j = 0; j < d; j++)
      variance += (w / d) * (variances[k * d + j]! + (means[k * d + j]! - mean[j]!) ** 2)
  })
  return {
    dimension: d,
    form,
    mean,
    variance,
    box: boxOf(form),
    ...(modes === undefined ? {} : { modes }),
    sample(out, seed, first) {
      const cumulative = cumulate(weights)
      const z = [0, 0, 0]
      for (let i = 0; i < out.length / d; i++) {
        uniformPair(seed, first + i, counterWord(streams.data, 0, 0))
        const k = pick(cumulative, pairOfUniforms.first)
        normalPair(seed, first + i, counterWord(streams.data, 0, 1))
        z[0] = pairOfNormals.even
        z[1] = pairOfNormals.odd
        if (d === 3) {
          normalPair(seed, first + i, counterWord(streams.data, 1, 1))
          z[2] = pairOfNormals.even
        }
        for (let row = 0; row < d; row++) {
          let x = means[k * d + row]!
          for (let col = 0; col < d; col++)
            x += rotations[(k * d + row) * d + col]! * Math.sqrt(variances[k * d + col]!) * z[col]!
          out[i * d + row] = x
        }
      }
    },
  }
}

/** Running sums of weights; the last is exactly 1. */
export function cumulate(weights: Float64Array): Float64Array {
  let sum = 0
  const cumulative = weights.map((w) => (sum += w))
  cumulative[cumulative.length - 1] = 1
  return cumulative
}

/** Smallest index whose running sum is above u. */
export function pick(cumulative: Float64Array, u: number): number {
  let low = 0
  let high = cumulative.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (cumulative[middle]! > u) high = middle
    else low = middle + 1
  }
  return low
}

/** Every component within 3.5 of its marginal standard deviations. */
function boxOf(form: MixtureForm) {
  const { dimension: d, weights, means, rotations, variances } = form
  const low = new Float64Array(d).fill(Infinity)
  const high = new Float64Array(d).fill(-Infinity)
  weights.forEach((w, k) => {
    if (w === 0) return
    for (let row = 0; row < d; row++) {
      let marginal = 0
      for (let col = 0; col < d; col++)
        marginal += rotations[(k * d + row) * d + col]! ** 2 * variances[k * d + col]!
      const reach = 3.5 * Math.sqrt(marginal)
      low[row] = Math.min(low[row]!, means[k * d + row]! - reach)
      high[row] = Math.max(high[row]!, means[k * d + row]! + reach)
    }
  })
  return { low, high }
}
