import { expect, test } from 'vitest'
import { probeBackends } from '#main/engine/tensors/native/probe-backends'
import { loaderOf } from '#main/engine/tensors/tensorflow'
import { loader, wrongStandIn } from '#tests/tensors/stand-ins'

const wasm = { '@tensorflow/tfjs-backend-wasm': () => loaderOf()('@tensorflow/tfjs-backend-wasm') }

test('what loads is timed, and each package that is refused says why', async () => {
  const broken = (): never => {
    throw new Error('libcudart.so.11: cannot open shared object file')
  }
  const { training, sampling } = await probeBackends(loader({ ...wasm, '@tensorflow/tfjs-node-gpu': broken }))
  expect(training.map(({ name }) => name)).toEqual([
    '@tensorflow/tfjs-node-gpu',
    '@tensorflow/tfjs-node',
    '@tensorflow/tfjs-backend-wasm',
    'wasm',
    'reference',
  ])
  expect(training.map(({ state }) => state === 'refused')).toEqual([true, true, false, false, false])
  expect(training[0]!.reason).toBe(
    '@tensorflow/tfjs-node-gpu cannot be used: libcudart.so.11: cannot open shared object file.',
  )
  expect(training[1]!.reason).toBe('@tensorflow/tfjs-node is not installed.')
  const rates = training.map(({ rate }) => rate ?? 0)
  for (const rate of rates.slice(2)) expect(rate).toBeGreaterThan(0)
  // Without a native package nothing races the own kernels.
  expect(training.filter(({ state }) => state === 'used').map(({ name }) => name)).toEqual(['wasm'])
  for (const { state, rate } of sampling) expect(rate === null).toBe(state === 'refused')
  expect(sampling.find(({ name }) => name === 'wasm')?.state).toBe('used')
})

test('a package that computes something else is refused, however fast it is', async () => {
  await loaderOf()('@tensorflow/tfjs-backend-wasm')
  const wrong = (): unknown => wrongStandIn({ isUsingGpuDevice: true })
  const { training } = await probeBackends(loader({ '@tensorflow/tfjs-node-gpu': wrong }))
  expect(training[0]!.state).toBe('refused')
  expect(training[0]!.reason).toMatch(/differs from the reference by \de-?\d within ten steps; at most 1e-4/)
  expect(training[1]!.reason).toBe('Not tried, since a faster one loads.')
})
