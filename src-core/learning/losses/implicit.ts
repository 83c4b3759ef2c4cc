import { Invalid } from '#core/params/invalid'
import { activationOf } from '../network/activations'
import { inputScale, scoreFromOutput } from '../network/parametrisation'
import type { Loss, LossContext } from './loss'
import { networkInputs } from './matching'
import type { NoisyRows } from './rows'

/** Directions of one step's rows, each [n, d] */
export type Directions = (rows: NoisyRows, step: number) => readonly Float64Array[]

/**
 * E w (div s_theta + |s_theta|^2 / 2) (Hyvärinen 2005, theorem 1): it needs no score to match. The divergence is exact,
 * from the derivative along each axis.
 */
export function implicit(context: LossContext): Loss {
  return withDivergence(context, axes, 1)
}

/**
 * The same with div s replaced by the mean of v . (ds/dx) v over random directions with E[v v^T] = I
 * (Song et al. 2019, equation 8, with the variance-reduced norm).
 */
export function sliced(context: LossContext, directions: Directions, projections: number): Loss {
  return withDivergence(context, directions, 1 / projections)
}

function axes({ count, dimension: d }: NoisyRows): Float64Array[] {
  return Array.from({ length: d }, (_, axis) =>
    Float64Array.from({ length: count * d }, (_, k) => (k % d === axis ? 1 : 0)),
  )
}

function withDivergence(context: LossContext, directionsOf: Directions, share: number): Loss {
  refuseKinks(context)
  const { architecture, weighting } = context
  return {
    slopes: true,
    batch(rows, step) {
      const { count, dimension: d, x, alpha, sigma, t } = rows
      const directions = directionsOf(rows, step)
      const targets = new Float64Array(count * d)
      const weights = new Float64Array(count)
      const slopeWeights = new Float64Array(count)
      const constants = new Float64Array(count)
      for (let r = 0; r < count; r++) {
        const { onState, onScore } = scoreFromOutput(architecture, alpha[r]!, sigma[r]!)
        const w = weighting(t[r]!)
        weights[r] = 0.5 * w * onScore * onScore
        slopeWeights[r] = share * w * onScore * inputScale(architecture, alpha[r]!, sigma[r]!)
        for (let j = 0; j < d; j++) {
          const k = r * d + j
          targets[k] = (-onState * x[k]!) / onScore
          // v . (a I) v, the part of the derivative that the network has no hand in
          for (const v of directions) constants[r]! += share * w * onState * v[k]! * v[k]!
        }
      }
      return {
        count,
        inputs: networkInputs(context, rows),
        targets,
        weights,
        constants,
        slopes: { directions, weights: slopeWeights },
      }
    },
  }
}

/** Throws `Invalid`. */
function refuseKinks({ architecture }: LossContext): void {
  const { activation } = architecture
  if (activationOf(activation).bend === null)
    throw new Invalid(
      'activation',
      `is "${activation}", whose slope jumps: the divergence is constant in pieces and its gradient misses the kinks; silu or tanh was expected by this loss`,
    )
}
