import { type Architecture, inputWidth } from '#core/learning/network/architecture'
import { timeFeatures } from '#core/learning/network/inputs'
import { layersOf } from '#core/learning/network/layout'
import { inputScale, scoreFromOutput } from '#core/learning/network/parametrisation'

/** The first layer at one noise level, which then takes the position alone. */
export interface FoldedInput {
  /** [d, outputs], the input's scale in it */
  readonly kernel: Float32Array
  /** [outputs], the level's features in it */
  readonly bias: Float32Array
  /** The score is onState x + onScore F */
  readonly onState: number
  readonly onScore: number
}

/** Sums in float64. @param weights flat, as learning/network/layout.ts lays them out */
export function foldInput(
  architecture: Architecture,
  weights: Float32Array,
  alpha: number,
  sigma: number,
): FoldedInput {
  const { dimension: d } = architecture
  const { inputs, outputs, kernel: from, bias: biases } = layersOf(architecture)[0]!
  const features = new Float64Array(inputWidth(architecture) - d)
  timeFeatures(features, 0, architecture, alpha, sigma)
  const scale = inputScale(architecture, alpha, sigma)
  const kernel = new Float32Array(d * outputs)
  const bias = new Float32Array(outputs)
  for (let j = 0; j < outputs; j++) {
    let sum = weights[biases + j]!
    for (let i = d; i < inputs; i++) sum += features[i - d]! * weights[from + i * outputs + j]!
    bias[j] = sum
    for (let i = 0; i < d; i++) kernel[i * outputs + j] = scale * weights[from + i * outputs + j]!
  }
  return { kernel, bias, ...scoreFromOutput(architecture, alpha, sigma) }
}
