import { inputWidth } from '../network/architecture'
import { timeFeatures } from '../network/inputs'
import { inputScale, scoreFromOutput } from '../network/parametrisation'
import type { Batch } from '../training/trainer'
import type { LossContext } from './loss'
import type { NoisyRows } from './rows'

/** [n, inputWidth] rows as the network sees them. */
export function networkInputs(
  { architecture }: Pick<LossContext, 'architecture'>,
  rows: NoisyRows,
): Float64Array {
  const { count, dimension: d, x, alpha, sigma } = rows
  const width = inputWidth(architecture)
  const inputs = new Float64Array(count * width)
  for (let r = 0; r < count; r++) {
    const scale = inputScale(architecture, alpha[r]!, sigma[r]!)
    for (let j = 0; j < d; j++) inputs[r * width + j] = scale * x[r * d + j]!
    timeFeatures(inputs, r * width + d, architecture, alpha[r]!, sigma[r]!)
  }
  return inputs
}

/**
 * factor * mean of w |s_theta - target|^2 with targets [n, d] of the score: as a loss of the raw output F, since
 * s = a x + b F gives w b^2 |F - (target - a x) / b|^2.
 */
export function matchingBatch(
  context: LossContext,
  rows: NoisyRows,
  targets: Float64Array,
  factor: number,
): Batch {
  const { count, dimension: d, x, alpha, sigma, t } = rows
  const out = new Float64Array(count * d)
  const weights = new Float64Array(count)
  for (let r = 0; r < count; r++) {
    const { onState, onScore } = scoreFromOutput(context.architecture, alpha[r]!, sigma[r]!)
    weights[r] = factor * context.weighting(t[r]!) * onScore * onScore
    for (let j = 0; j < d; j++) out[r * d + j] = (targets[r * d + j]! - onState * x[r * d + j]!) / onScore
  }
  return { count, inputs: networkInputs(context, rows), targets: out, weights }
}

/** The score of p(x | x_0), -eps / sigma, [n, d]. */
export function conditionalScores({ count, dimension: d, noise, sigma }: NoisyRows): Float64Array {
  const out = new Float64Array(count * d)
  for (let k = 0; k < out.length; k++) out[k] = -noise[k]! / sigma[Math.floor(k / d)]!
  return out
}
