import type { Architecture } from '#core/learning/network/architecture'
import { initialWeights } from '#core/learning/network/initial-weights'
import { layersOf, weightCount } from '#core/learning/network/layout'

export const small: Architecture = {
  dimension: 2,
  width: 12,
  depth: 2,
  activation: 'silu',
  time: 'fourier',
  frequencies: 3,
  preconditioning: 'edm',
  predicts: 'noise',
  dataVariance: 1.7,
}

/** Weights far from any symmetry, also in the last layer and the biases. */
export function roughWeights(architecture: Architecture, seed: number): Float64Array {
  return Float64Array.from(initialWeights(architecture, seed, 'uniform'))
}

/**
 * F(z) = matrix z + shift with features ignored, exactly: inputs far up the line where SiLU is the identity to
 * rounding. One hidden layer of d units.
 */
export function affineWeights(
  architecture: Architecture,
  matrix: readonly (readonly number[])[],
  shift: readonly number[],
): Float64Array {
  const { dimension: d, width, depth } = architecture
  if (width !== d || depth !== 1) throw new Error('an affine network has one hidden layer of d units')
  const up = 64
  const weights = new Float64Array(weightCount(architecture))
  const [first, last] = layersOf(architecture)
  for (let j = 0; j < d; j++) {
    weights[first!.kernel + j * width + j] = 1
    weights[first!.bias + j] = up
    weights[last!.bias + j] = shift[j]!
    for (let i = 0; i < d; i++) {
      weights[last!.kernel + i * d + j] = matrix[j]![i]!
      weights[last!.bias + j]! -= up * matrix[j]![i]!
    }
  }
  return weights
}
