import { mixtureForm } from '#core/distributions/mixture-form'
import type { Architecture } from '#core/learning/network/architecture'
import { initialWeights } from '#core/learning/network/initial-weights'
import { networkScore } from '#core/learning/network/network-score'
import type { ComputeBackend } from '#core/protocol/compute'
import type { Backend } from '#core/samplers/backend'
import { mixtureScore } from '#core/scores/mixture-score'
import type { BackendSpec } from '../../backends/backend-spec'
import { single } from '../../backends/ensemble'
import { onnxRuntime, onnxVersion } from '../../backends/onnx/runtime'
import { referenceBackend } from '../../backends/reference'
import { compileKernels } from '../../backends/wasm/module'
import { wasmBackend } from '../../backends/wasm/wasm-backend'

/** The presets' network, 18-128-128-128-2 with SiLU: what speeds are told for. */
export const typicalNetwork: Architecture = {
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
/** Stretches that are timed, of at least as many milliseconds */
const STRETCHES = 5
const STRETCH = 20

/** What can move particles, with the particles a second that each scores by a network on one thread. */
export function probeSampling(): ComputeBackend[] {
  const kernels = compileKernels()
  const runtime = onnxRuntime()
  const there = typeof kernels !== 'string'
  const onnx = there && typeof runtime !== 'string'
  const refusals = { onnx: typeof runtime === 'string' ? runtime : '', own: there ? '' : kernels }
  return [
    {
      name: 'onnxruntime',
      title: 'onnxruntime',
      state: onnx ? 'used' : 'refused',
      reason: onnx
        ? `${onnxVersion}, float32: networks, by the processor’s widest vectors.`
        : sentence(refusals.onnx || refusals.own),
      rate: onnx ? rateOf((spec) => wasmBackend(spec), 4096) : null,
    },
    {
      name: 'wasm',
      title: 'Own kernels',
      state: there ? 'used' : 'refused',
      reason: there
        ? `WebAssembly with ${kernels.build}, float32: ${onnx ? 'all but networks' : 'everything'}.`
        : sentence(refusals.own),
      rate: there ? rateOf((spec) => wasmBackend(spec, kernels.build), 4096) : null,
    },
    {
      name: 'reference',
      title: 'Plain TypeScript',
      state: there ? 'ready' : 'used',
      reason: 'float64, always there; what everything else is held to.',
      rate: rateOf(referenceBackend, 256),
    },
  ]
}

function rateOf(make: (spec: BackendSpec) => Backend, count: number): number {
  const cov = [
    [1, 0],
    [0, 1],
  ]
  const truth = mixtureScore(mixtureForm([{ weight: 1, mean: [0, 0], cov }]))
  const backend = make({
    score: networkScore(typicalNetwork, initialWeights(typicalNetwork, 1), truth),
    first: 0,
    count,
    startSeed: 1,
    noise: { kind: 'independent', seed: 1 },
    ensemble: single(count),
  })
  const [x, out] = [backend.allocate(), backend.allocate()]
  backend.initial(x)
  backend.score(out, x, 0.8, 0.6)
  let best = 0
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    const began = performance.now()
    let scored = 0
    do {
      backend.score(out, x, 0.8, 0.6)
      scored += count
    } while (performance.now() - began < STRETCH)
    best = Math.max(best, (1000 * scored) / (performance.now() - began))
  }
  backend.dispose()
  return best
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
