import type { Distribution } from '#core/distributions/distribution'
import { modeWeights, totalVariation, totalVariationFloor } from '#core/measures/fit/modes'
import type { WitnessNumber } from '#core/protocol/contract'
import type { Model } from '../../assemble'

/** Deviations that neighbouring modes must be apart for their shares to mean anything. */
const APART = 6

/**
 * Total variation between the shares of the particles nearest to each mode and the modes' weights, beside what sampling
 * alone would give. Null for data without modes, and while the noise still blurs them together.
 */
export function modesWitness(
  model: Model,
  target: Distribution,
  step: number,
  x: Float32Array | Float64Array,
  shown: number,
): WitnessNumber | null {
  const { modes, form, dimension } = target
  if (modes === undefined || form.form !== 'mixture' || modes.length < 2) return null
  if (form.weights.length !== modes.length) return null
  const t = model.times[step]!
  const alpha = model.process.alpha(t)
  const widest = Math.sqrt(alpha ** 2 * Math.max(...form.variances) + model.process.sigma(t) ** 2)
  if (alpha * leastDistance(modes) < APART * widest) return null
  const centres = modes.map((mode) => mode.map((m) => alpha * m))
  const found = modeWeights({ values: x.subarray(0, shown * dimension), dimension }, centres)
  const value = totalVariation(found, form.weights)
  const floor = totalVariationFloor(form.weights, shown)
  return {
    name: 'Mode shares',
    value,
    against: floor,
    againstName: 'sampling error',
    agrees: value < 3 * floor + 0.005,
  }
}

function leastDistance(modes: readonly (readonly number[])[]): number {
  let least = Infinity
  modes.forEach((a, i) =>
    modes.slice(0, i).forEach((b) => (least = Math.min(least, Math.hypot(...a.map((v, j) => v - b[j]!))))),
  )
  return least
}
