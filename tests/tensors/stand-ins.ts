import * as tf from '@tensorflow/tfjs-core'
import type { Load } from '#main/engine/tensors/tensorflow'

/** A package as Node would give it: TensorFlow.js with another backend behind it, and what differs. */
export function standIn(backend: object, differs: Readonly<Record<string, unknown>> = {}): unknown {
  return { ...tf, ready: () => Promise.resolve(), backend: () => backend, ...differs }
}

/** The same, whose products are off by a thousandth. */
export function wrongStandIn(backend: object): unknown {
  const matMul: typeof tf.matMul = (a, b, ...flags) => tf.mul(tf.matMul(a, b, ...flags), 1.001)
  return standIn(backend, { matMul })
}

/** Loads what is given by name; what is not given throws as Node does. */
export function loader(packages: Readonly<Record<string, () => unknown>>): Load {
  return (name) => {
    const found = packages[name]
    if (found === undefined) return Promise.reject(new Error(`Cannot find module '${name}'`))
    return Promise.resolve().then(found)
  }
}
