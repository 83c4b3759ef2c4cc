import { counterWord, fillNormals, pairOfUniforms, streams, uniformPair } from '#core/numeric/gaussian-stream'
import type { Architecture } from './architecture'
import { layersOf, weightCount } from './layout'

/**
 * Weights before training, from a seed: N(0, 2 / inputs) for ReLU (He et al. 2015), N(0, 1 / inputs) else
 * (LeCun et al. 1998), biases 0, and the last layer scaled down so that training begins near the score of a Gaussian.
 * `uniform` is the other custom, U(-1, 1) / sqrt(inputs) for kernels and biases alike, as the seeds' network has it.
 */
export function initialWeights(
  architecture: Architecture,
  seed: number,
  custom: 'normal' | 'uniform' = 'normal',
): Float32Array {
  const weights = new Float32Array(weightCount(architecture))
  const layers = layersOf(architecture)
  layers.forEach(({ inputs, outputs, kernel, bias }, l) => {
    const size = inputs * outputs
    if (custom === 'uniform') {
      const word = counterWord(streams.accept, 0, l)
      for (let i = kernel; i < bias + outputs; i++) {
        uniformPair(seed, i, word)
        weights[i] = (2 * pairOfUniforms.first - 1) / Math.sqrt(inputs)
      }
      return
    }
    const draws = new Float64Array(size)
    fillNormals(draws, 1, seed, kernel, streams.start, l)
    const gain = architecture.activation === 'relu' ? 2 : 1
    const last = l === layers.length - 1 ? 0.1 : 1
    const deviation = last * Math.sqrt(gain / inputs)
    for (let i = 0; i < size; i++) weights[kernel + i] = deviation * draws[i]!
  })
  return weights
}
