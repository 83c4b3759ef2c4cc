import { parentPort } from 'node:worker_threads'
import { single } from '#main/engine/backends/ensemble'
import { wasmBackend } from '#main/engine/backends/wasm/wasm-backend'
import { presetScore } from './preset-network'

/** How many particles, how often; answered by `done` when they were scored. */
export interface ForwardJob {
  readonly particles: number
  readonly repeats: number
}

const port = parentPort
if (port === null) throw new Error('this file runs as a worker')
const score = presetScore()

port.on('message', ({ particles, repeats }: ForwardJob) => {
  const backend = wasmBackend({
    score,
    first: 0,
    count: particles,
    startSeed: 1,
    noise: { kind: 'independent', seed: 1 },
    ensemble: single(particles),
  })
  const x = backend.allocate()
  const out = backend.allocate()
  backend.initial(x)
  backend.score(out, x, 0.8, 0.6)
  const began = performance.now()
  // Another level each time, as samplers ask.
  for (let i = 0; i < repeats; i++) backend.score(out, x, 0.8, 0.6 + 0.001 * i)
  port.postMessage(performance.now() - began)
})
