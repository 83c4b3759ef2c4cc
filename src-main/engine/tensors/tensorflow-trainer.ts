import type { Tensor } from '@tensorflow/tfjs-core'
import { activationOf } from '#core/learning/network/activations'
import { layersOf } from '#core/learning/network/layout'
import { adamStep, applyAdam } from '#core/learning/training/adam'
import type { Trainer, TrainerSpec, TrainerState } from '#core/learning/training/trainer'
import type { LoadedTensorFlow } from './tensorflow'
import { batchLoss, denseOf, partsOf, sweep } from './tensorflow-network'

/**
 * Gradients by TensorFlow.js, whichever of its backends was loaded; Adam and the average are this program's own, so that
 * all trainers take the same steps.
 */
export function tensorflowTrainer(
  { architecture, optimiser, weights }: TrainerSpec,
  { tf, name }: Pick<LoadedTensorFlow, 'tf' | 'name'>,
): Trainer {
  const n = weights.length
  const held = {
    weights: Float32Array.from(weights),
    first: new Float32Array(n),
    second: new Float32Array(n),
    average: Float32Array.from(weights),
  }
  const dense = denseOf(tf)
  const layers = layersOf(architecture)
  const gradient = new Float64Array(n)
  let taken = 0

  return {
    info: { name: 'tensorflow', build: name.replace('@tensorflow/', ''), precision: 'float32' },
    slopes: activationOf(architecture.activation).bend !== null,
    step(batch, rate) {
      let loss = 0
      for (let r = 0; r < batch.count; r++) loss += (batch.constants?.[r] ?? 0) / batch.count
      tf.tidy(() => {
        const parts = partsOf(tf, architecture, held.weights)
        const run = tf.valueAndGrads((...given: Tensor[]) => batchLoss(tf, dense, architecture, given, batch))
        const { value, grads } = run(parts)
        loss += value.dataSync()[0]!
        layers.forEach(({ kernel, bias }, l) => {
          gradient.set(grads[2 * l]!.dataSync(), kernel)
          gradient.set(grads[2 * l + 1]!.dataSync(), bias)
        })
      })
      const gradientNorm = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0))
      applyAdam(held, gradient, adamStep(optimiser, taken, rate, gradientNorm))
      taken += 1
      return { loss, gradientNorm }
    },
    forward(which, out, inputs, count) {
      tf.tidy(() => {
        const parts = partsOf(tf, architecture, held[which])
        const rows = tf.tensor2d(Float32Array.from(inputs), [count, inputs.length / count])
        out.set(sweep(tf, dense, architecture, parts, rows, []).output.dataSync())
      })
    },
    state: (): TrainerState => ({
      step: taken,
      weights: held.weights.slice(),
      first: held.first.slice(),
      second: held.second.slice(),
      average: held.average.slice(),
    }),
    restore(state) {
      taken = state.step
      for (const key of ['weights', 'first', 'second', 'average'] as const) held[key].set(state[key])
    },
    dispose() {},
  }
}
