import type { Distribution } from '#core/distributions/distribution'
import {
  coverage,
  modeWeights,
  shareDeviations,
  totalVariation,
  totalVariationFloor,
} from '#core/measures/fit/modes'
import type { ModeShares, WitnessNumber } from '#core/protocol/contract'
import type { Model } from '../../assemble'
import { lawTime } from '../fields'

/** Deviations that neighbouring modes must be apart for their shares to mean anything. */
const APART = 6

/**
 * Shares of the particles nearest to each mode beside the modes' weights. Null for data without modes, and while the
 * noise still blurs them together.
 */
export function modeShares(
  model: Model,
  target: Distribution,
  step: number,
  x: Float32Array | Float64Array,
  shown: number,
): ModeShares | null {
  const { modes, form, dimension } = target
  if (modes === undefined || form.form !== 'mixture' || modes.length < 2) return null
  if (form.weights.length !== modes.length) return null
  const t = lawTime(model, step)
  const alpha = model.process.alpha(t)
  const widest = Math.sqrt(alpha ** 2 * Math.max(...form.variances) + model.process.sigma(t) ** 2)
  if (alpha * leastDistance(modes) < APART * widest) return null
  const centres = modes.map((mode) => mode.map((m) => alpha * m))
  const shares = modeWeights({ values: x.subarray(0, shown * dimension), dimension }, centres)
  return {
    shares: [...shares],
    weights: [...form.weights],
    deviations: [...shareDeviations(form.weights, shown)],
    variation: totalVariation(shares, form.weights),
    floor: totalVariationFloor(form.weights, shown),
    coverage: coverage(shares, form.weights),
  }
}

/** Total variation between shares and weights, beside what sampling alone would give. */
export function modesWitness({ variation, floor }: ModeShares): WitnessNumber {
  return {
    name: 'Mode shares',
    value: variation,
    against: floor,
    againstName: 'sampling error',
    agrees: variation < 3 * floor + 0.005,
  }
}

function leastDistance(modes: readonly (readonly number[])[]): number {
  let least = Infinity
  modes.forEach((a, i) =>
    modes.slice(0, i).forEach((b) => (least = Math.min(least, Math.hypot(...a.map((v, j) => v - b[j]!))))),
  )
  return least
}
