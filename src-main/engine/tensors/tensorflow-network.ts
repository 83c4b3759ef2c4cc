import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Activation, Architecture } from '#core/learning/network/architecture'
import { layersOf } from '#core/learning/network/layout'
import type { Batch } from '#core/learning/training/trainer'
import type { TensorFlow } from './tensorflow'

type Dense = (x: Tensor2D, kernel: Tensor2D) => Tensor2D

/**
 * Matrix product whose gradient transposes explicitly: the stock one passes flags, on which the wasm kernel is five
 * times as slow.
 */
export function denseOf(tf: TensorFlow): Dense {
  const product = tf.customGrad((...args) => {
    const [x, kernel, save] = args as unknown as [Tensor2D, Tensor2D, (kept: Tensor[]) => void]
    save([x, kernel])
    return {
      value: tf.matMul(x, kernel),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [a, b] = saved as [Tensor2D, Tensor2D]
        return [tf.matMul(dy, tf.transpose(b)), tf.matMul(tf.transpose(a), dy)]
      },
    }
  })
  return (x, kernel) => product(x, kernel) as Tensor2D
}

/**
 * An activation and its slope, written out in operations: a second automatic derivative would be silently wrong, while
 * the first one of this slope is right.
 */
function activate(tf: TensorFlow, name: Activation, a: Tensor2D): { h: Tensor2D; slope: () => Tensor2D } {
  switch (name) {
    case 'silu': {
      const s = tf.sigmoid(a)
      return { h: tf.mul(a, s), slope: () => tf.mul(s, tf.add(1, tf.mul(a, tf.sub(1, s)))) }
    }
    case 'tanh': {
      const h = tf.tanh(a)
      return { h, slope: () => tf.sub(1, tf.mul(h, h)) }
    }
    case 'relu':
      return {
        h: tf.relu(a),
        slope: () => {
          throw new Error('relu has no second derivative')
        },
      }
  }
}

interface Sweep {
  readonly output: Tensor2D
  /** Derivatives of the output along the tangents */
  readonly slopes: readonly Tensor2D[]
}

/** Forward, with tangents of the input carried along. `parts` are kernel, bias, kernel, bias, ... */
export function sweep(
  tf: TensorFlow,
  dense: Dense,
  { activation }: Architecture,
  parts: readonly Tensor[],
  inputs: Tensor2D,
  tangents: readonly Tensor2D[],
): Sweep {
  let rows = inputs
  let dots = tangents
  for (let l = 0; l < parts.length; l += 2) {
    const kernel = parts[l] as Tensor2D
    const a = tf.add<Tensor2D>(dense(rows, kernel), parts[l + 1]!)
    const turned = dots.map((dot) => dense(dot, kernel))
    if (l === parts.length - 2) return { output: a, slopes: turned }
    const { h, slope } = activate(tf, activation, a)
    rows = h
    if (turned.length > 0) {
      const s = slope()
      dots = turned.map((dot) => tf.mul<Tensor2D>(s, dot))
    }
  }
  throw new Error('a network has at least one layer')
}

/** The batch's loss but for its constants. */
export function batchLoss(
  tf: TensorFlow,
  dense: Dense,
  architecture: Architecture,
  parts: readonly Tensor[],
  batch: Batch,
): Scalar {
  const { count: n, inputs, targets, weights, slopes } = batch
  const d = architecture.dimension
  const width = inputs.length / n
  const matrix = (values: Float64Array, columns: number): Tensor2D =>
    tf.tensor2d(Float32Array.from(values), [n, columns])
  const directions = slopes?.directions ?? []
  const tangents = directions.map((v) => matrix(padRows(v, n, d, width), width))
  const found = sweep(tf, dense, architecture, parts, matrix(inputs, width), tangents)
  const gap = tf.sub(found.output, matrix(targets, d))
  let rows: Tensor = tf.mul(tf.sum(tf.mul(gap, gap), 1), tf.tensor1d(Float32Array.from(weights)))
  found.slopes.forEach((slope, k) => {
    const along = tf.sum(tf.mul(slope, matrix(directions[k]!, d)), 1)
    rows = tf.add(rows, tf.mul(along, tf.tensor1d(Float32Array.from(slopes!.weights))))
  })
  return tf.div<Scalar>(tf.sum(rows), n)
}

/** Rows [n, d] with zeros behind, [n, width] */
function padRows(values: Float64Array, n: number, d: number, width: number): Float64Array {
  const out = new Float64Array(n * width)
  for (let r = 0; r < n; r++) out.set(values.subarray(r * d, (r + 1) * d), r * width)
  return out
}

/** Kernels and biases of flat weights, as tensors in order. */
export function partsOf(tf: TensorFlow, architecture: Architecture, flat: Float32Array): Tensor[] {
  return layersOf(architecture).flatMap(({ inputs, outputs, kernel, bias }) => [
    tf.tensor2d(flat.slice(kernel, bias), [inputs, outputs]),
    tf.tensor1d(flat.slice(bias, bias + outputs)),
  ])
}
