import type { ComputeBackend } from '#core/protocol/compute'
import { compileKernels } from '../../backends/wasm/module'
import { type Load, loadTensorFlow, type TensorFlowPackage } from '../tensorflow'

const packages: readonly { readonly name: TensorFlowPackage; readonly title: string }[] = [
  { name: '@tensorflow/tfjs-node-gpu', title: 'TensorFlow on a GPU' },
  { name: '@tensorflow/tfjs-node', title: 'TensorFlow on the processor' },
  { name: '@tensorflow/tfjs-backend-wasm', title: 'TensorFlow.js, WebAssembly' },
]

export interface Probed {
  readonly sampling: readonly ComputeBackend[]
  readonly training: readonly ComputeBackend[]
}

/** What can compute here and what is refused, each with its reason; it loads native code, so it runs in a thread. */
export async function probeBackends(load: Load): Promise<Probed> {
  const kernels = compileKernels()
  const own: ComputeBackend =
    typeof kernels === 'string'
      ? { name: 'wasm', title: 'Own kernels', state: 'refused', reason: sentence(kernels) }
      : {
          name: 'wasm',
          title: 'Own kernels',
          state: 'used',
          reason: `WebAssembly with ${kernels.build}, float32; measures faster than TensorFlow.js on a processor.`,
        }
  const plain: ComputeBackend = {
    name: 'reference',
    title: 'Plain TypeScript',
    state: own.state === 'used' ? 'ready' : 'used',
    reason: 'float64, always there; what everything else is held to.',
  }
  return { sampling: [own, plain], training: [...(await tensorFlows(load)), own, plain] }
}

async function tensorFlows(load: Load): Promise<ComputeBackend[]> {
  let refusals: readonly { readonly name: string; readonly reason: string }[]
  let found: string | null = null
  try {
    const loaded = await loadTensorFlow(load)
    refusals = loaded.refusals
    found = loaded.name
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    refusals = packages.map(({ name }) => ({ name, reason }))
  }
  return packages.map(({ name, title }) => {
    const refusal = refusals.find((candidate) => candidate.name === name)
    if (name === found)
      return {
        name,
        title,
        state: 'ready',
        reason: 'Trains losses with a divergence, and what is asked of it by name.',
      }
    return refusal === undefined
      ? { name, title, state: 'ready', reason: 'Not tried, since a faster one loads.' }
      : { name, title, state: 'refused', reason: refusal.reason }
  })
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return first.endsWith('.') ? first : `${first}.`
}
