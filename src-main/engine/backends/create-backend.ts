import type { Backend, BackendInfo } from '#core/samplers/backend'
import type { ScoreModel } from '#core/scores/score-model'
import type { BackendSpec } from './backend-spec'
import { referenceBackend } from './reference'
import { compileKernels } from './wasm/module'
import { onnxRuntime } from './onnx/runtime'
import { buildOf, wasmBackend } from './wasm/wasm-backend'

export type BackendName = 'reference' | 'wasm'

export interface BackendChoice {
  readonly name: BackendName
  readonly info: BackendInfo
  /** One sentence: why this one and no faster one. */
  readonly reason: string
}

const reference: BackendInfo = { name: 'reference', precision: 'float64', build: 'typescript' }

/** The fastest backend that can run a score here. */
export function chooseBackend(score: ScoreModel): BackendChoice {
  const kernels = compileKernels()
  if (typeof kernels === 'string')
    return { name: 'reference', info: reference, reason: `Plain TypeScript in float64, since ${kernels}.` }
  const { build } = kernels
  const runtime = score.form?.form === 'network' ? onnxRuntime() : null
  const onnx = runtime !== null && typeof runtime !== 'string'
  return {
    name: 'wasm',
    info: { name: 'wasm', precision: 'float32', build: buildOf(build, onnx) },
    reason: `Own WebAssembly kernels (${build}) in float32${scoredBy(score, runtime)}.`,
  }
}

function scoredBy(score: ScoreModel, runtime: ReturnType<typeof onnxRuntime> | null): string {
  if (typeof runtime === 'string') return `, the network too, since ${runtime}`
  if (runtime !== null) return ', networks by onnxruntime'
  return score.form?.form === 'mixture'
    ? ', four particles at once'
    : '; this score itself is computed in TypeScript'
}

/** What the choice of a name would give for a score; throws an Error naming what is missing. */
export function describeBackend(name: BackendName, score: ScoreModel): BackendInfo {
  if (name === 'reference') return reference
  const choice = chooseBackend(score)
  if (choice.name !== 'wasm') throw new Error(choice.reason)
  return choice.info
}

export function createBackend(name: BackendName, spec: BackendSpec): Backend {
  if (name === 'reference') return referenceBackend(spec)
  return wasmBackend(spec)
}
