import { counterWord, pairOfUniforms, streams, uniformPair } from '#core/numeric/gaussian-stream'
import type { Proposal } from '#core/samplers/backend'
import type { ScoreModel } from '#core/scores/score-model'
import type { Layout } from './error-norm'
import type { PathNoise } from './path-noise'

type Floats = Float32Array | Float64Array

/** out <- along a + across J a, J the quarter turn of the first two coordinates, in whatever layout a backend has */
export function rotate(
  out: Floats,
  a: Floats,
  along: number,
  across: number,
  { count, dimension, particle, coordinate }: Layout,
): void {
  if (dimension < 2) throw new Error('there is no turn in one dimension')
  for (let i = 0; i < count; i++) {
    const at = i * particle
    const [x, y] = [a[at]!, a[at + coordinate]!]
    out[at] = along * x - across * y
    out[at + coordinate] = along * y + across * x
    if (dimension === 3) out[at + 2 * coordinate] = along * a[at + 2 * coordinate]!
  }
}

interface Arrays {
  readonly x: Floats
  readonly y: Floats
  readonly here: Floats
  readonly there: Floats
}

/**
 * The Metropolis–Hastings rule for Langevin proposals, in float64 whatever the arrays are:
 * log ratio = log p(y) - log p(x) + (|y - x - h s(x)|^2 - |x - y - h s(y)|^2) / 4h.
 */
export function metropolis(
  { x, y, here, there }: Arrays,
  { alpha, sigma, size, step }: Proposal,
  { count, first, dimension, particle, coordinate }: Layout,
  score: ScoreModel,
  noise: PathNoise,
): void {
  const density = score.at(alpha, sigma)
  const rows = new Float64Array(count * dimension)
  const logDensity = (from: Floats): Float64Array => {
    for (let i = 0; i < count; i++)
      for (let j = 0; j < dimension; j++) rows[i * dimension + j] = from[i * particle + j * coordinate]!
    const out = new Float64Array(count)
    density.logDensity(out, rows, count)
    return out
  }
  const [before, after] = [logDensity(x), logDensity(y)]
  const seed = noise.kind === 'given' ? 0 : noise.seed
  const word = counterWord(streams.accept, 0, step)
  for (let i = 0; i < count; i++) {
    let out = 0
    let back = 0
    for (let j = 0; j < dimension; j++) {
      const at = i * particle + j * coordinate
      out += (y[at]! - x[at]! - size * here[at]!) ** 2
      back += (x[at]! - y[at]! - size * there[at]!) ** 2
    }
    uniformPair(seed, first + i, word)
    const ratio = after[i]! - before[i]! + (out - back) / (4 * size)
    if (Math.log(pairOfUniforms.first) < ratio)
      for (let j = 0; j < dimension; j++) x[i * particle + j * coordinate] = y[i * particle + j * coordinate]!
  }
}
