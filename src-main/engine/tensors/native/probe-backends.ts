import { initialWeights } from '#core/learning/network/initial-weights'
import { referenceTrainer } from '#core/learning/training/reference-trainer'
import type { Trainer, TrainerSpec } from '#core/learning/training/trainer'
import type { ComputeBackend } from '#core/protocol/compute'
import { compileKernels } from '../../backends/wasm/module'
import { disagreement } from '../create-trainer'
import { AGREEMENT, measureTrainer } from '../measure-trainer'
import {
  type Load,
  type LoadedTensorFlow,
  loadTensorFlow,
  nativePackages,
  type TensorFlowPackage,
} from '../tensorflow'
import { tensorflowTrainer } from '../tensorflow-trainer'
import { wasmTrainer } from '../wasm-trainer'
import { probeSampling, typicalNetwork } from './probe-sampling'

const packages: readonly { readonly name: TensorFlowPackage; readonly title: string }[] = [
  { name: '@tensorflow/tfjs-node-gpu', title: 'TensorFlow on a GPU' },
  { name: '@tensorflow/tfjs-node', title: 'TensorFlow on the processor' },
  { name: '@tensorflow/tfjs-backend-wasm', title: 'TensorFlow.js, WebAssembly' },
]

export interface Probed {
  readonly sampling: readonly ComputeBackend[]
  readonly training: readonly ComputeBackend[]
}

type Described = Omit<ComputeBackend, 'state'> & { readonly refused?: boolean }

/**
 * What can compute here and what is refused, each with its reason, and how fast it is: ten steps beside the reference
 * and a fifth of a second on the clock. It loads native code, so it runs in a thread.
 */
export async function probeBackends(load: Load): Promise<Probed> {
  const kernels = compileKernels()
  const refusal = typeof kernels === 'string' ? sentence(kernels) : null
  const own: Described = refusal
    ? { name: 'wasm', title: 'Own kernels', reason: refusal, rate: null, refused: true }
    : measured('wasm', 'Own kernels', 'WebAssembly, float32.', (spec) => wasmTrainer(spec))
  const plain = measured('reference', 'Plain TypeScript', PLAIN, referenceTrainer)
  const all = [...(await tensorFlows(load)), own, plain]
  const used = usedOf(all)
  const training = all.map(({ refused, ...one }) => ({
    ...one,
    state: refused === true ? 'refused' : one.name === used ? 'used' : 'ready',
  })) satisfies ComputeBackend[]
  return { sampling: probeSampling(), training }
}

/** The one that `createTrainer` would take: it races native packages against own kernels, and no others. */
function usedOf(all: readonly Described[]): string {
  const able = all.filter(({ refused, rate }) => refused !== true && rate !== null)
  const isNative = (name: string): boolean => nativePackages.some((native) => native === name)
  const racers = able.filter(({ name }) => name === 'wasm' || isNative(name))
  const [first, ...others] = racers.length > 0 ? racers : able
  if (first === undefined) return 'reference'
  return others.reduce((best, one) => ((one.rate ?? 0) > (best.rate ?? 0) ? one : best), first).name
}

const PLAIN = 'float64, always there; what everything else is held to.'

const spec: TrainerSpec = {
  architecture: typicalNetwork,
  optimiser: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, clip: 0, emaDecay: 0.999 },
  weights: initialWeights(typicalNetwork, 1),
}

function measured(
  name: string,
  title: string,
  reason: string,
  make: (spec: TrainerSpec) => Trainer,
): Described {
  try {
    const found = measureTrainer(make, spec, false)
    return found.difference <= AGREEMENT
      ? { name, title, reason, rate: found.stepsPerSecond }
      : { name, title, reason: sentence(disagreement(name, found)), rate: null, refused: true }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return { name, title, reason: `${name} does not train: ${sentence(text)}`, rate: null, refused: true }
  }
}

async function tensorFlows(load: Load): Promise<Described[]> {
  let refusals: readonly { readonly name: string; readonly reason: string }[]
  let found: LoadedTensorFlow | null = null
  try {
    found = await loadTensorFlow(load)
    refusals = found.refusals
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    refusals = packages.map(({ name }) => ({ name, reason }))
  }
  return packages.map(({ name, title }) => {
    const loaded = found
    if (loaded?.name === name)
      return measured(name, title, 'TensorFlow.js, float32.', (one) => tensorflowTrainer(one, loaded))
    const refusal = refusals.find((candidate) => candidate.name === name)
    return refusal === undefined
      ? { name, title, reason: 'Not tried, since a faster one loads.', rate: null }
      : { name, title, reason: refusal.reason, rate: null, refused: true }
  })
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return first.endsWith('.') ? first : `${first}.`
}
