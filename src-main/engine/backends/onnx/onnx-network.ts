import type { NetworkForm } from '#core/scores/score-form'
import { foldInput } from '../folded-input'
import type { Arena } from '../wasm/arena'
import type { ScoreAt } from '../wasm/network-kernel'
import { networkModel } from './network-model'
import { type OnnxModel, type OnnxRuntime, OnnxTensor } from './runtime'

/**
 * Particles that go through at once: what lies between two layers stays in the cache, and since all calls are of one
 * size, sums are made in one order and a particle gets the same bits wherever it stands.
 */
const COLUMNS = 512

interface Held {
  readonly key: string
  readonly weights: Float32Array
  readonly model: OnnxModel
}
/** Newest first. Loading takes 20 ms, and a run makes a backend for its first picture and one for its film. */
let held: readonly Held[] = []
const MOST_HELD = 2

function modelOf(runtime: OnnxRuntime, { architecture, weights }: NetworkForm): OnnxModel {
  const key = JSON.stringify(architecture)
  const same = held.find((one) => one.key === key && weights.every((w, i) => w === one.weights[i]))
  const made = same ?? {
    key,
    weights: weights.slice(),
    model: runtime.load(networkModel(architecture, weights, COLUMNS)),
  }
  held = [made, ...held.filter((one) => one !== made)].slice(0, MOST_HELD)
  return made.model
}

/** A network scored by onnxruntime: planes [d][padded] of the kernels' memory in and out. */
export function onnxNetwork(runtime: OnnxRuntime, arena: Arena, form: NetworkForm, padded: number): ScoreAt {
  const { architecture, weights } = form
  const { dimension: d, width } = architecture
  const model = modelOf(runtime, form)
  const from = new Float32Array(d * COLUMNS)
  const to = new Float32Array(d * COLUMNS)
  const x = new OnnxTensor('float32', from, [d, COLUMNS])
  const fetches = { y: new OnnxTensor('float32', to, [d, COLUMNS]) }
  let level = { alpha: NaN, sigma: NaN, onState: 0, onScore: 0, feeds: { x } }
  return (out, state, alpha, sigma) => {
    if (alpha !== level.alpha || sigma !== level.sigma) {
      const { kernel, bias, onState, onScore } = foldInput(architecture, weights, alpha, sigma)
      const feeds = {
        x,
        kernel: new OnnxTensor('float32', kernel, [d, width]),
        bias: new OnnxTensor('float32', bias, [width]),
      }
      level = { alpha, sigma, onState, onScore, feeds }
    }
    const { onState, onScore, feeds } = level
    const places = arena.view(state, padded * d)
    const scores = arena.view(out, padded * d)
    for (let first = 0; first < padded; first += COLUMNS) {
      const count = Math.min(COLUMNS, padded - first)
      for (let j = 0; j < d; j++) {
        const plane = j * padded + first
        from.set(places.subarray(plane, plane + count), j * COLUMNS)
      }
      model.run(feeds, fetches)
      for (let j = 0; j < d; j++)
        for (let i = 0; i < count; i++)
          scores[j * padded + first + i] = onState * from[j * COLUMNS + i]! + onScore * to[j * COLUMNS + i]!
    }
  }
}
