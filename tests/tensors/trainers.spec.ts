import { describe, expect, it, vi } from 'vitest'
import type { Architecture } from '#core/learning/network/architecture'
import { initialWeights } from '#core/learning/network/initial-weights'
import { referenceTrainer } from '#core/learning/training/reference-trainer'
import type { Batch, Optimiser, Trainer, TrainerSpec } from '#core/learning/training/trainer'
import { loaderOf, loadTensorFlow } from '#main/engine/tensors/tensorflow'
import { tensorflowTrainer } from '#main/engine/tensors/tensorflow-trainer'
import { wasmTrainer } from '#main/engine/tensors/wasm-trainer'

// Native packages that stand elsewhere are held to the same where their folder is named.
const loaded = await loadTensorFlow(loaderOf(process.env['SCOREFIELD_NATIVE']))

const architecture: Architecture = {
  dimension: 2,
  width: 128,
  depth: 3,
  activation: 'silu',
  time: 'fourier',
  frequencies: 8,
  preconditioning: 'edm',
  predicts: 'noise',
  dataVariance: 1,
}
const optimiser: Optimiser = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
  clip: 0.5,
  emaDecay: 0.99,
}
const variants: readonly (readonly [string, Architecture])[] = [
  ['silu', architecture],
  ['tanh, odd widths', { ...architecture, activation: 'tanh', width: 30, depth: 2, dimension: 3 }],
  ['relu', { ...architecture, activation: 'relu', width: 32, depth: 2, dimension: 1 }],
]

const wave = (length: number, k: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => Math.sin(1.7 * i + k) + 0.3 * Math.cos(0.11 * i * k))

/** Another batch for every step. */
function batchOf({ dimension: d, frequencies }: Architecture, step: number): Batch {
  const count = 100
  return {
    count,
    inputs: wave(count * (d + 2 * frequencies), 1 + step),
    targets: wave(count * d, 2 + step),
    weights: wave(count, 3).map((w) => 1 + w * w),
    constants: wave(count, 4),
  }
}

const backends: readonly (readonly [string, (spec: TrainerSpec) => Trainer])[] = [
  ['wasm, simd', (spec) => wasmTrainer(spec, 'simd')],
  ['wasm, relaxed simd', (spec) => wasmTrainer(spec, 'relaxed-simd')],
  [`tensorflow, ${loaded.name}`, (spec) => tensorflowTrainer(spec, loaded)],
]

describe.each(backends)('%s', (_, make) => {
  it.each(variants)('agrees with the reference on ten steps of Adam: %s', (_, variant) => {
    const spec = { architecture: variant, optimiser, weights: initialWeights(variant, 3, 'uniform') }
    const trainer = make(spec)
    const reference = referenceTrainer(spec)
    for (let step = 0; step < 10; step++) {
      const batch = batchOf(variant, step)
      const [found, expected] = [trainer.step(batch, 0.003), reference.step(batch, 0.003)]
      expect(Math.abs(found.loss / expected.loss - 1)).toBeLessThan(1e-4)
      expect(Math.abs(found.gradientNorm / expected.gradientNorm - 1)).toBeLessThan(1e-4)
    }
    const [found, expected] = [trainer.state(), reference.state()]
    for (const name of ['weights', 'average'] as const)
      found[name].forEach((w, i) => expect(Math.abs(w - expected[name][i]!)).toBeLessThan(1e-4))
    const { inputs, count } = batchOf(variant, 11)
    const outputs = [trainer, reference].map((one) => {
      const out = new Float64Array(count * variant.dimension)
      one.forward('average', out, inputs, count)
      return out
    })
    outputs[0]!.forEach((v, i) => expect(Math.abs(v - outputs[1]![i]!)).toBeLessThan(1e-4))
    trainer.dispose()
  })

  it('goes on from a state to the same bits', () => {
    const spec = { architecture, optimiser, weights: initialWeights(architecture, 3) }
    const through = make(spec)
    const broken = make(spec)
    for (let step = 0; step < 6; step++) through.step(batchOf(architecture, step), 0.003)
    for (let step = 0; step < 3; step++) broken.step(batchOf(architecture, step), 0.003)
    const resumed = make({ ...spec, weights: new Float32Array(spec.weights.length) })
    resumed.restore(broken.state())
    for (let step = 3; step < 6; step++) resumed.step(batchOf(architecture, step), 0.003)
    expect(resumed.state()).toEqual(through.state())
  })

  it('trains fewer rows than a block, and another number after that', () => {
    const spec = { architecture, optimiser, weights: initialWeights(architecture, 3) }
    const [trainer, reference] = [make(spec), referenceTrainer(spec)]
    const whole = batchOf(architecture, 0)
    for (const count of [3, 100, 17]) {
      const rows = (values: Float64Array): Float64Array =>
        values.slice(0, (values.length / whole.count) * count)
      const batch = {
        count,
        inputs: rows(whole.inputs),
        targets: rows(whole.targets),
        weights: rows(whole.weights),
      }
      expect(trainer.step(batch, 0.003).loss).toBeCloseTo(reference.step(batch, 0.003).loss, 4)
    }
  })
})

it('steps and measurements of different sizes, in turn, take no more memory than the first of them', () => {
  const spec = { architecture, optimiser, weights: initialWeights(architecture, 3) }
  const grown = vi.spyOn(WebAssembly.Memory.prototype, 'grow')
  const trainer = wasmTrainer(spec)
  const out = new Float64Array(5120 * 2)
  const inputs = new Float64Array(5120 * 18)
  const turn = (): void => {
    trainer.step(batchOf(architecture, 1), 0.001)
    trainer.forward('average', out, inputs, 5120)
  }
  turn()
  const once = grown.mock.calls.length
  expect(once).toBeGreaterThan(0)
  for (let i = 0; i < 20; i++) turn()
  expect(grown.mock.calls.length).toBe(once)
  // Sizes that never come again give their place to others.
  for (let count = 1; count <= 40; count++) trainer.forward('average', out, inputs, 128 * (1 + (count % 5)))
  const five = grown.mock.calls.length
  for (let count = 1; count <= 40; count++) trainer.forward('average', out, inputs, 128 * (1 + (count % 5)))
  expect(grown.mock.calls.length).toBe(five)
  grown.mockRestore()
})

describe.each(backends)('losses with a divergence on %s', (_, make) => {
  it.each([
    ['silu', 2, 2],
    ['silu', 3, 3],
    ['tanh', 2, 1],
  ] as const)('train as on the reference: %s, %i coordinates, %i directions', (activation, d, count) => {
    const variant = { ...architecture, activation, dimension: d, width: 24, depth: 2 }
    const spec = { architecture: variant, optimiser, weights: initialWeights(variant, 3, 'uniform') }
    const [trainer, reference] = [make(spec), referenceTrainer(spec)]
    expect(trainer.slopes).toBe(true)
    for (let step = 0; step < 10; step++) {
      const plain = batchOf(variant, step)
      const directions = Array.from({ length: count }, (_v, k) => wave(d * plain.count, step + 0.5 * k))
      const batch = { ...plain, slopes: { directions, weights: wave(plain.count, 9) } }
      const [found, expected] = [trainer.step(batch, 0.003), reference.step(batch, 0.003)]
      expect(Math.abs(found.loss - expected.loss)).toBeLessThan(1e-4 * (1 + Math.abs(expected.loss)))
      expect(Math.abs(found.gradientNorm / expected.gradientNorm - 1)).toBeLessThan(1e-4)
    }
    const [found, expected] = [trainer.state(), reference.state()]
    found.weights.forEach((w, i) => expect(Math.abs(w - expected.weights[i]!)).toBeLessThan(1e-4))
  })

  it('are refused for relu, whose slope jumps', () => {
    const variant = { ...architecture, activation: 'relu' } as const
    const trainer = make({ architecture: variant, optimiser, weights: initialWeights(variant, 3) })
    expect(trainer.slopes).toBe(false)
    const plain = batchOf(variant, 0)
    const directions = [wave(2 * plain.count, 1)]
    const batch = { ...plain, slopes: { directions, weights: wave(plain.count, 9) } }
    expect(() => trainer.step(batch, 0.003)).toThrow('relu has no second derivative')
  })
})
