import { counterWord, fillNormals, pairOfUniforms, streams, uniformPair } from '#core/numeric/gaussian-stream'
import { philox, words } from '#core/numeric/philox'
import type { Process } from '#core/processes/process'
import type { Levels } from '../losses/levels'
import { type NoisyRows, noisyRows } from '../losses/rows'
import type { TrainingSet } from './training-set'

/** Words that turn a training's seed into keys that share nothing with each other nor with a run of the same seed */
const keys = { noise: 0x6e6f6973, choice: 0x63686f69, projection: 0x70726f6a } as const

export function keyOf(seed: number, what: keyof typeof keys): number {
  philox(seed, keys[what], 0x747261)
  return words.a
}

/**
 * The rows of one step: points of the training set, noise and levels, all from counters keyed by (seed, step, row), so
 * that a resumed training draws what it would have drawn. Levels are stratified over the rows: row r of n gets
 * u in ((r, r + 1) / n), as in Kingma et al. 2021, section I.1.
 */
export function drawRows(
  { points, dimension: d, count: held }: TrainingSet,
  process: Process,
  levels: Levels,
  count: number,
  seed: number,
  step: number,
): NoisyRows {
  const noise = new Float64Array(count * d)
  fillNormals(noise, d, keyOf(seed, 'noise'), 0, streams.independent, step)
  const clean = new Float64Array(count * d)
  const t = new Float64Array(count)
  const key = keyOf(seed, 'choice')
  const word = counterWord(streams.accept, 0, step)
  for (let r = 0; r < count; r++) {
    uniformPair(key, r, word)
    const from = Math.min(held - 1, Math.floor(pairOfUniforms.first * held)) * d
    for (let j = 0; j < d; j++) clean[r * d + j] = points[from + j]!
    t[r] = levels((r + pairOfUniforms.second) / count)
  }
  return noisyRows(process, d, clean, noise, t)
}

/** Random signs (Rademacher), `projections` directions [n, d]: E[v v^T] = I with the least variance. */
export function randomSigns(seed: number, projections: number) {
  const key = keyOf(seed, 'projection')
  return ({ count, dimension: d }: NoisyRows, step: number): Float64Array[] =>
    Array.from({ length: projections }, (_, k) => {
      const v = new Float64Array(count * d)
      for (let r = 0; r < count; r++) {
        philox(key, r + k * 2 ** 20, step)
        for (let j = 0; j < d; j++) v[r * d + j] = (words.a >>> j) & 1 ? 1 : -1
      }
      return v
    })
}
