import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { initialWeights } from '#core/learning/network/initial-weights'
import { createTrainer } from '#main/engine/tensors/create-trainer'
import { type Load, loaderOf, loadTensorFlow, mendUtil } from '#main/engine/tensors/tensorflow'
import { small } from '#tests/learning/networks'

/** A package as Node would give it: TensorFlow.js with another backend behind it. */
function standIn(backend: object): unknown {
  return { ...tf, ready: () => Promise.resolve(), backend: () => backend }
}

/** Loads what is given by name; what is not given throws as Node does. */
function loader(packages: Readonly<Record<string, () => unknown>>): Load {
  return (name) => {
    const found = packages[name]
    if (found === undefined) return Promise.reject(new Error(`Cannot find module '${name}'`))
    return Promise.resolve().then(found)
  }
}

const wasm = { '@tensorflow/tfjs-backend-wasm': () => loaderOf()('@tensorflow/tfjs-backend-wasm') }

describe('loading TensorFlow.js', () => {
  it('takes its wasm backend here, and says why nothing faster', async () => {
    const { name, refusals, tf: found } = await loadTensorFlow()
    expect(name).toBe('@tensorflow/tfjs-backend-wasm')
    expect(found.getBackend()).toBe('wasm')
    expect(refusals.map((refusal) => refusal.name)).toEqual([
      '@tensorflow/tfjs-node-gpu',
      '@tensorflow/tfjs-node',
    ])
    expect(refusals[1]!.reason).toBe('@tensorflow/tfjs-node is not installed.')
    for (const { reason } of refusals) expect(reason).toMatch(/^@tensorflow\/.*\.$/)
  })

  it('takes a GPU that is there', async () => {
    const load = loader({ ...wasm, '@tensorflow/tfjs-node-gpu': () => standIn({ isUsingGpuDevice: true }) })
    expect(await loadTensorFlow(load)).toMatchObject({ name: '@tensorflow/tfjs-node-gpu', refusals: [] })
  })

  it('goes on where the package loads and has no GPU', async () => {
    const load = loader({
      ...wasm,
      '@tensorflow/tfjs-node-gpu': () => standIn({ isUsingGpuDevice: false }),
      '@tensorflow/tfjs-node': () => standIn({ isUsingGpuDevice: false }),
    })
    const { name, refusals } = await loadTensorFlow(load)
    expect(name).toBe('@tensorflow/tfjs-node')
    expect(refusals).toEqual([
      {
        name: '@tensorflow/tfjs-node-gpu',
        reason: '@tensorflow/tfjs-node-gpu was loaded and sees no GPU that it can use.',
      },
    ])
  })

  it('goes on where a package throws on load, with its words', async () => {
    const load = loader({
      ...wasm,
      '@tensorflow/tfjs-node-gpu': () => {
        throw new Error('libcudart.so.11.0: cannot open shared object file\nat dlopen')
      },
      '@tensorflow/tfjs-node': () => ({ not: 'tensors' }),
    })
    const { name, refusals } = await loadTensorFlow(load)
    expect(name).toBe('@tensorflow/tfjs-backend-wasm')
    expect(refusals.map(({ reason }) => reason)).toEqual([
      '@tensorflow/tfjs-node-gpu cannot be used: libcudart.so.11.0: cannot open shared object file.',
      '@tensorflow/tfjs-node was loaded and is no TensorFlow.js.',
    ])
  })

  it('says everything where nothing loads, and training falls back to TypeScript', async () => {
    await expect(loadTensorFlow(loader({}))).rejects.toThrow(
      '@tensorflow/tfjs-backend-wasm is not installed.',
    )
    const spec = {
      architecture: small,
      optimiser: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, clip: 0, emaDecay: 0.9 },
      weights: initialWeights(small, 1),
    }
    const { trainer, refusals } = await createTrainer('auto', spec, { slopes: true, load: loader({}) })
    expect(trainer.info.name).toBe('reference')
    expect(refusals.map(({ name }) => name)).toEqual(['wasm', 'tensorflow'])
    const { trainer: own, reason } = await createTrainer('auto', spec, { slopes: false, load: loader({}) })
    expect(own.info.name).toBe('wasm')
    expect(reason).toMatch(/^Own WebAssembly kernels/)
  })

  it('gives back what later versions of Node took from util', () => {
    const util: Record<string, unknown> = {}
    mendUtil(util)
    const isNull = util['isNullOrUndefined'] as (value: unknown) => boolean
    expect([null, undefined, 0, ''].map(isNull)).toEqual([true, true, false, false])
    const own = (): boolean => false
    const kept = { isNullOrUndefined: own }
    mendUtil(kept)
    expect(kept.isNullOrUndefined).toBe(own)
  })
})
