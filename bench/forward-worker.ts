import { parentPort } from 'node:worker_threads'
import type { BackendSpec } from '#main/engine/backends/backend-spec'
import { createBackend } from '#main/engine/backends/create-backend'
import { single } from '#main/engine/backends/ensemble'
import { compileKernels } from '#main/engine/backends/wasm/module'
import { wasmBackend } from '#main/engine/backends/wasm/wasm-backend'
import { presetScore } from './preset-network'

/** How many particles, how often; answered by `done` when they were scored. */
export interface ForwardJob {
  /** What the lab would take, or its own kernels */
  readonly by: 'choice' | 'own kernels'
  readonly particles: number
  readonly repeats: number
}

const port = parentPort
if (port === null) throw new Error('this file runs as a worker')
const score = presetScore()
const compiled = compileKernels()
if (typeof compiled === 'string') throw new Error(compiled)
const ownBuild = compiled.build

port.on('message', ({ by, particles, repeats }: ForwardJob) => {
  const spec: BackendSpec = {
    score,
    first: 0,
    count: particles,
    startSeed: 1,
    noise: { kind: 'independent', seed: 1 },
    ensemble: single(particles),
  }
  const backend = by === 'choice' ? createBackend('wasm', spec) : wasmBackend(spec, ownBuild)
  const x = backend.allocate()
  const out = backend.allocate()
  backend.initial(x)
  backend.score(out, x, 0.8, 0.6)
  const began = performance.now()
  // Another level each time, as samplers ask.
  for (let i = 0; i < repeats; i++) backend.score(out, x, 0.8, 0.6 + 0.001 * i)
  port.postMessage(performance.now() - began)
})
