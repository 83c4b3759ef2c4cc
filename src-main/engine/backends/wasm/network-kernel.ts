import type { NetworkForm } from '#core/scores/score-form'
import type { Arena } from './arena'
import type { Kernels } from './module'
import { activationCode, FoldedNetwork } from './packed-network'

export type ScoreAt = (out: number, x: number, alpha: number, sigma: number) => void

/** A network scored by the kernels: planes [d][padded] in, planes out. */
export function networkKernel(
  kernels: Kernels,
  arena: Arena,
  { architecture, weights }: NetworkForm,
  padded: number,
): ScoreAt {
  const folded = new FoldedNetwork(architecture, weights)
  const { layers, values, widest } = folded
  const base = arena.claim(values.length * 4)
  const table = arena.claim(layers.length * 16)
  const scratch = arena.claim(2 * widest * 64)
  const words = arena.view(table, layers.length * 4)
  const rows = layers.flatMap(({ kernel, bias, inputs, outputs }) => [
    base + 4 * kernel,
    base + 4 * bias,
    inputs,
    outputs,
  ])
  new Uint32Array(words.buffer, words.byteOffset, words.length).set(rows)
  const code = activationCode(architecture)
  const { dimension } = architecture
  let level = { alpha: NaN, sigma: NaN, onState: 0, onScore: 0 }
  return (out, x, alpha, sigma) => {
    if (alpha !== level.alpha || sigma !== level.sigma) {
      level = { alpha, sigma, ...folded.fold(alpha, sigma) }
      arena.view(base, values.length).set(values)
    }
    const { onState, onScore } = level
    kernels.network(out, x, padded, dimension, table, layers.length, widest, code, onState, onScore, scratch)
  }
}
