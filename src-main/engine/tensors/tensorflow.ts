import type * as Core from '@tensorflow/tfjs-core'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/** What every package of TensorFlow.js has in common. */
export type TensorFlow = typeof Core

export type TensorFlowPackage =
  '@tensorflow/tfjs-node-gpu' | '@tensorflow/tfjs-node' | '@tensorflow/tfjs-backend-wasm'

export interface Refusal {
  readonly name: TensorFlowPackage
  /** One sentence */
  readonly reason: string
}

export interface LoadedTensorFlow {
  readonly tf: TensorFlow
  readonly name: TensorFlowPackage
  /** Faster packages that were tried before, and why they are not used */
  readonly refusals: readonly Refusal[]
}

/** Those that bring libtensorflow, fastest first. */
export const nativePackages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const
const order = [...nativePackages, '@tensorflow/tfjs-backend-wasm'] as const

/** Gives a package's exports, or throws. */
export type Load = (name: TensorFlowPackage) => Promise<unknown>

/**
 * The fastest TensorFlow.js that loads here, with the reason of each refusal. Native packages are looked for where the
 * lab stands and in `folder`, where Settings puts them. Throws an Error when none loads.
 */
export async function loadTensorFlow(
  load: Load = loaderOf(),
  among: readonly TensorFlowPackage[] = order,
): Promise<LoadedTensorFlow> {
  mendUtil()
  const refusals: Refusal[] = []
  for (const name of among) {
    const found = await attempt(name, load)
    if (typeof found !== 'string') return { tf: found, name, refusals }
    refusals.push({ name, reason: found })
  }
  throw new Error(refusals.map(({ reason }) => reason).join(' '))
}

async function attempt(name: TensorFlowPackage, load: Load): Promise<TensorFlow | string> {
  let loaded: unknown
  try {
    loaded = await load(name)
  } catch (error) {
    return refusalOf(name, error)
  }
  if (!isTensorFlow(loaded)) return `${name} was loaded and is no TensorFlow.js.`
  try {
    await loaded.ready()
  } catch (error) {
    return refusalOf(name, error)
  }
  if (name === '@tensorflow/tfjs-node-gpu') {
    const backend = loaded.backend() as { readonly isUsingGpuDevice?: unknown }
    if (backend.isUsingGpuDevice !== true) return `${name} was loaded and sees no GPU that it can use.`
  }
  return loaded
}

function refusalOf(name: string, error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const missing = /Cannot find (module|package)|ERR_MODULE_NOT_FOUND/.test(text) && text.includes(name)
  if (missing) return `${name} is not installed.`
  return `${name} cannot be used: ${text.split('\n')[0]!.replace(/\.$/, '')}.`
}

function isTensorFlow(value: unknown): value is TensorFlow {
  if (typeof value !== 'object' || value === null) return false
  return ['tensor', 'matMul', 'customGrad', 'ready', 'backend'].every(
    (key) => typeof (value as Record<string, unknown>)[key] === 'function',
  )
}

/** By name: native packages from node_modules or `folder`, never bundled; the wasm backend from the bundle. */
export function loaderOf(folder?: string): Load {
  return async (name) => {
    if (name === '@tensorflow/tfjs-backend-wasm')
      return (await import('./tensorflow-wasm')).tensorFlowOnWasm()
    const places = [
      import.meta.url,
      ...(folder === undefined ? [] : [pathToFileURL(`${folder}/package.json`).href]),
    ]
    let failure: unknown
    for (const place of places) {
      try {
        return createRequire(place)(name) as unknown
      } catch (error) {
        failure = error
      }
    }
    throw failure
  }
}

/**
 * tfjs-node 4.22 calls functions that Node 23 took out of `util` (tensorflow/tfjs#8609). Idempotent, and nothing is
 * changed where they are there.
 */
export function mendUtil(
  util: Record<string, unknown> = createRequire(import.meta.url)('node:util') as never,
): void {
  util['isNullOrUndefined'] ??= (value: unknown): boolean => value === null || value === undefined
  util['isArray'] ??= Array.isArray
}
