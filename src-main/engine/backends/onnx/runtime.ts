import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { insideGate } from '../../workers/native-gate'

/** The optional dependency as package.json pins it; the binding below is that version's own. */
export const onnxName = 'onnxruntime-node'
export const onnxVersion = '1.30.0'

/** What the binding takes and gives for an array. */
export class OnnxTensor {
  readonly location = 'cpu'
  constructor(
    readonly type: 'float32',
    readonly data: Float32Array,
    readonly dims: readonly number[],
  ) {}
}

type Tensors = Readonly<Record<string, OnnxTensor>>

interface Session {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void
  /** Writes into the tensors of `fetches` */
  run(feeds: Tensors, fetches: Tensors, options: object): unknown
  dispose(): void
}

interface Binding {
  readonly InferenceSession: new () => Session
  initOrtOnce(logLevel: number, tensor: typeof OnnxTensor, isMainThread: boolean): void
}

export interface OnnxModel {
  run(feeds: Tensors, fetches: Tensors): void
}

export interface OnnxRuntime {
  /** @param bytes an ONNX model; it runs on the calling thread alone */
  load(bytes: Uint8Array): OnnxModel
}

/** Errors are all that is worth a line */
const LOG_LEVEL = 3
let found: OnnxRuntime | string | null = null

/** onnxruntime in this thread, loaded once; a sentence where it cannot be had. */
export function onnxRuntime(): OnnxRuntime | string {
  found ??= attempt()
  return found
}

function attempt(): OnnxRuntime | string {
  const file = bindingFile()
  if (file === null) return `${onnxName} is not installed for this system`
  try {
    const binding = createRequire(import.meta.url)(file) as Binding
    insideGate(() => binding.initOrtOnce(LOG_LEVEL, OnnxTensor, isMainThread))
    return { load: (bytes) => loaded(binding, bytes) }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return `${onnxName} does not load: ${text.split('\n')[0]}`
  }
}

/**
 * Models run on the thread that asks, since particles are split over threads already. The package's own front is
 * asynchronous and is left out: backends answer at once.
 */
function loaded(binding: Binding, bytes: Uint8Array): OnnxModel {
  const session = new binding.InferenceSession()
  insideGate(() =>
    session.loadModel(bytes.buffer, bytes.byteOffset, bytes.byteLength, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: LOG_LEVEL,
    }),
  )
  return { run: (feeds, fetches) => void insideGate(() => session.run(feeds, fetches, {})) }
}

/** In node_modules, or among the resources of the packaged program. */
function bindingFile(): string | null {
  const name = 'onnxruntime_binding.node'
  // Electron's alone
  const { resourcesPath } = process as { readonly resourcesPath?: string }
  const packaged = join(resourcesPath ?? '', 'onnxruntime', name)
  if (resourcesPath !== undefined && existsSync(packaged)) return packaged
  try {
    const main = createRequire(import.meta.url).resolve(`${onnxName}/package.json`)
    const file = join(dirname(main), 'bin', 'napi-v6', process.platform, process.arch, name)
    return existsSync(file) ? file : null
  } catch {
    return null
  }
}
