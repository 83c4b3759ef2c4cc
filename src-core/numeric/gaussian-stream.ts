import { log, sinCosOfTurns, turn } from './elementary'
import { philox, words } from './philox'

/**
 * Which noise is meant. Streams share nothing: the stream is part of the counter, so (seed, stream, particle, node)
 * never meets the counter of another stream.
 */
export const streams = {
  /** draws from the data distribution; node = number of the draw */
  data: 0,
  /** initial noise; node 0 */
  start: 1,
  /** Brownian tree; node = heap index of the dyadic midpoint, 0 for the whole range */
  tree: 2,
  /** plain counters; node = step. Draw k > 0 of a step (corrector, churn) is stream 3 + k, up to 60. */
  independent: 3,
} as const

const TWO_POW_MINUS_32 = 1 / 4294967296

/** The word b of the counter: stream (6 bits), coordinate pair (1 bit), node (25 bits). */
export function counterWord(stream: number, pair: number, node: number): number {
  return ((stream << 26) | (pair << 25) | node) >>> 0
}

/** The last result of `normalPair`: two independent N(0, 1). */
export const pairOfNormals = { even: 0, odd: 0 }

/** Box & Muller (1958) on the two words of one counter: coordinates 2 pair and 2 pair + 1 of a particle. */
export function normalPair(seed: number, particle: number, word: number): void {
  philox(seed, particle, word)
  const radius = Math.sqrt(-2 * log((words.a + 0.5) * TWO_POW_MINUS_32))
  sinCosOfTurns((words.b + 0.5) * TWO_POW_MINUS_32)
  pairOfNormals.even = radius * turn.cos
  pairOfNormals.odd = radius * turn.sin
}

/** The last result of `uniformPair`: two independent uniforms on (0, 1), never 0 nor 1. */
export const pairOfUniforms = { first: 0, second: 0 }

export function uniformPair(seed: number, particle: number, word: number): void {
  philox(seed, particle, word)
  pairOfUniforms.first = (words.a + 0.5) * TWO_POW_MINUS_32
  pairOfUniforms.second = (words.b + 0.5) * TWO_POW_MINUS_32
}

/**
 * Standard normals of particles first ... first + n - 1 into out [n, dimension], all at one node of one stream.
 */
export function fillNormals(
  out: Float64Array,
  dimension: number,
  seed: number,
  first: number,
  stream: number,
  node: number,
): void {
  const n = out.length / dimension
  const word0 = counterWord(stream, 0, node)
  const word1 = counterWord(stream, 1, node)
  for (let i = 0, at = 0; i < n; i++, at += dimension) {
    normalPair(seed, first + i, word0)
    out[at] = pairOfNormals.even
    if (dimension > 1) out[at + 1] = pairOfNormals.odd
    if (dimension > 2) {
      normalPair(seed, first + i, word1)
      out[at + 2] = pairOfNormals.even
    }
  }
}
