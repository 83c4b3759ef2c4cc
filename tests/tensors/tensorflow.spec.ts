import { describe, expect, it } from 'vitest'
import { initialWeights } from '#core/learning/network/initial-weights'
import { createTrainer } from '#main/engine/tensors/create-trainer'
import { loaderOf, loadTensorFlow, mendUtil } from '#main/engine/tensors/tensorflow'
import { small } from '#tests/learning/networks'
import { loader, standIn, wrongStandIn } from './stand-ins'

const wasm = { '@tensorflow/tfjs-backend-wasm': () => loaderOf()('@tensorflow/tfjs-backend-wasm') }

const spec = {
  architecture: small,
  optimiser: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, clip: 0, emaDecay: 0.9 },
  weights: initialWeights(small, 1),
}

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

  it('says everything where nothing loads, and the own kernels train', async () => {
    await expect(loadTensorFlow(loader({}))).rejects.toThrow(
      '@tensorflow/tfjs-backend-wasm is not installed.',
    )
    const { trainer, reason, refusals } = await createTrainer('auto', spec, {
      slopes: true,
      load: loader({}),
    })
    expect(trainer.info.name).toBe('wasm')
    expect(reason).toMatch(/^Own WebAssembly kernels/)
    expect(refusals).toEqual([])
    await expect(createTrainer('tensorflow', spec, { slopes: false, load: loader({}) })).rejects.toThrow(
      'is not installed',
    )
  })

  it('times a native package that loads against the own kernels, and takes the faster', async () => {
    await loadTensorFlow()
    const load = loader({ ...wasm, '@tensorflow/tfjs-node': () => standIn({}) })
    const { trainer, reason } = await createTrainer('auto', spec, { slopes: true, load })
    const [, own, theirs] =
      /^The faster of two that were timed: (\d+) steps\/s by own kernels, (\d+) by @tensorflow\/tfjs-node\.$/.exec(
        reason,
      ) ?? []
    expect(trainer.info.name).toBe(Number(theirs) > Number(own) ? 'tensorflow' : 'wasm')
  })

  it('leaves a native package out that does not agree on ten steps, or that throws', async () => {
    await loadTensorFlow()
    const wrong = await createTrainer('auto', spec, {
      slopes: false,
      load: loader({ ...wasm, '@tensorflow/tfjs-node': () => wrongStandIn({}) }),
    })
    expect(wrong.trainer.info.name).toBe('wasm')
    expect(wrong.reason).toMatch(/differs from the reference by \de-?\d within ten steps; at most 1e-4/)
    const broken = await createTrainer('auto', spec, {
      slopes: false,
      load: loader({ ...wasm, '@tensorflow/tfjs-node': () => standIn({}, { valueAndGrads: undefined }) }),
    })
    expect(broken.trainer.info.name).toBe('wasm')
    expect(broken.reason).toMatch(/^Own kernels: @tensorflow\/tfjs-node does not train: .*\.$/)
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
