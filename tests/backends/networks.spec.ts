import { describe, expect, it } from 'vitest'
import type { Architecture } from '#core/learning/network/architecture'
import { networkScore } from '#core/learning/network/network-score'
import { mixtureForm } from '#core/distributions/mixture-form'
import type { Backend } from '#core/samplers/backend'
import { mixtureScore } from '#core/scores/mixture-score'
import type { BackendSpec } from '#main/engine/backends/backend-spec'
import { single } from '#main/engine/backends/ensemble'
import { onnxRuntime } from '#main/engine/backends/onnx/runtime'
import { referenceBackend } from '#main/engine/backends/reference'
import { wasmBackend } from '#main/engine/backends/wasm/wasm-backend'
import { distance } from '#tests/golden/read-golden'
import { roughWeights } from '#tests/learning/networks'

const base: Architecture = {
  dimension: 2,
  width: 128,
  depth: 3,
  activation: 'silu',
  time: 'fourier',
  frequencies: 8,
  preconditioning: 'edm',
  predicts: 'noise',
  dataVariance: 2.3,
}
const architectures: readonly (readonly [string, Architecture])[] = [
  ['the preset’s', base],
  [
    'an odd width, tanh, x_0',
    { ...base, width: 37, activation: 'tanh', preconditioning: 'plain', predicts: 'x0' },
  ],
  [
    'the seeds’',
    {
      ...base,
      width: 32,
      depth: 2,
      activation: 'relu',
      time: 'noise',
      preconditioning: 'plain',
      predicts: 'score',
    },
  ],
  [
    'one layer on the line, v',
    { ...base, dimension: 1, width: 6, depth: 1, time: 'log-snr', preconditioning: 'plain', predicts: 'v' },
  ],
  ['in space', { ...base, dimension: 3, width: 20, depth: 4 }],
]

function spec(architecture: Architecture, first: number, count: number): BackendSpec {
  const { dimension: d } = architecture
  const identity = Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => (i === j ? 1 : 0)))
  const truth = mixtureScore(mixtureForm([{ weight: 1, mean: identity[0]!.map(() => 0), cov: identity }]))
  return {
    score: networkScore(architecture, roughWeights(architecture, 8), truth),
    first,
    count,
    startSeed: 5,
    noise: { kind: 'independent', seed: 11 },
    ensemble: single(first + count),
  }
}

function scores(backend: Backend, alpha: number, sigma: number): Float64Array {
  const x = backend.allocate()
  const out = backend.allocate()
  backend.initial(x)
  backend.combine(x, [2 * alpha + sigma, x])
  backend.score(out, x, alpha, sigma)
  const values = new Float64Array(backend.count * backend.dimension)
  backend.read(out, values)
  backend.dispose()
  return values
}

const levels = [
  [1, 0.02],
  [0.8, 0.6],
  [0.05, 0.9987],
  [1, 40],
] as const

const builds: readonly (readonly [string, (spec: BackendSpec) => Backend])[] = [
  ['simd', (spec) => wasmBackend(spec, 'simd')],
  ['relaxed-simd', (spec) => wasmBackend(spec, 'relaxed-simd')],
  ...(typeof onnxRuntime() === 'string'
    ? []
    : [['onnxruntime', (spec: BackendSpec) => wasmBackend(spec)] as const]),
]

describe.each(builds)('networks on wasm, %s', (_, make) => {
  it.each(architectures)('score like the reference: %s', (_name, architecture) => {
    for (const [alpha, sigma] of levels) {
      const expected = scores(referenceBackend(spec(architecture, 0, 203)), alpha, sigma)
      const found = scores(make(spec(architecture, 0, 203)), alpha, sigma)
      const top = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
      const unit = (values: Float64Array): Float64Array => values.map((v) => v / top)
      expect(distance(unit(found), unit(expected))).toBeLessThan(2e-5)
    }
  })

  it('give a particle the same bits wherever the particles are split', () => {
    const [alpha, sigma] = levels[1]
    const whole = scores(make(spec(base, 0, 533)), alpha, sigma)
    const parts = [
      scores(make(spec(base, 0, 256)), alpha, sigma),
      scores(make(spec(base, 256, 277)), alpha, sigma),
    ]
    expect([...parts[0]!, ...parts[1]!]).toEqual([...whole])
  })
})
