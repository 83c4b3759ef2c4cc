import * as tf from '@tensorflow/tfjs-core'
// Only this import registers the gradients.
import '@tensorflow/tfjs-layers'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TensorFlow } from './tensorflow'

const FILE = 'tfjs-backend-wasm-simd.wasm'

/** TensorFlow.js on its wasm backend, from the build alone. Throws an Error saying what is missing. */
export async function tensorFlowOnWasm(): Promise<TensorFlow> {
  const folder = wasmFolder()
  if (folder === null) throw new Error(`${FILE} was not built`)
  setWasmPaths(`${folder}/`)
  // Where it cannot start, TensorFlow.js falls back to slow backends without a word.
  const started = await tf.setBackend('wasm')
  if (!started || tf.getBackend() !== 'wasm') throw new Error('its WebAssembly did not start')
  return tf
}

/** Beside the bundle, or in the build folder of a checkout. */
function wasmFolder(): string | null {
  let folder = dirname(fileURLToPath(import.meta.url))
  for (let up = 0; up < 8; up++) {
    for (const inside of ['wasm', 'out/wasm'])
      if (existsSync(join(folder, inside, FILE))) return join(folder, inside)
    folder = dirname(folder)
  }
  return null
}
