import { direction, radiusOf, turnOf } from './box-muller'
import { philox, philoxRow, words } from './philox'

/**
 * Which noise is meant. Streams share nothing: the stream is part of the counter, so (seed, stream, particle, node)
 * never meets the counter of another stream.
 */
export const streams = {
  /** draws from the data distribution; node = number of the draw */
  data: 0,
  /** initial noise; node 0 */
  start: 1,
  /** Brownian path; node = the place that is drawn, see `nodeShift` */
  tree: 2,
  /**
   * plain counters; node = step + 2^17 * piece. Draw k > 0 of a step (corrector, churn) is stream 3 + k, k up to 59.
   */
  independent: 3,
  /** uniform numbers of Metropolis steps; node = step */
  accept: 63,
} as const

const TWO_POW_MINUS_32 = 1 / 4294967296
/** Bits of a node that fit beside stream and pair */
const NODE_BITS = 25
/** Particles are numbered below 2^20; the bits above hold what does not fit into the word. */
const PARTICLE_BITS = 20

/** The word b of the counter: stream (6 bits), coordinate pair (1 bit), node (its lower 25 bits). */
export function counterWord(stream: number, pair: number, node: number): number {
  return ((stream << 26) | (pair << NODE_BITS) | (node & (2 ** NODE_BITS - 1))) >>> 0
}

/** What the bits of a node above 25 add to the particle's number, the word a of the counter; node < 2^37. */
export function nodeShift(node: number): number {
  return Math.floor(node / 2 ** NODE_BITS) * 2 ** PARTICLE_BITS
}

/** The last result of `normalPair`: two independent N(0, 1). */
export const pairOfNormals = { even: 0, odd: 0 }

/** Box & Muller (1958) on the two words of one counter: coordinates 2 pair and 2 pair + 1 of a particle. */
export function normalPair(seed: number, particle: number, word: number): void {
  philox(seed, particle, word)
  const radius = radiusOf(words.a)
  turnOf(words.b)
  pairOfNormals.even = radius * direction.cos
  pairOfNormals.odd = radius * direction.sin
}

/** The last result of `uniformPair`: two independent uniforms on (0, 1), never 0 nor 1. */
export const pairOfUniforms = { first: 0, second: 0 }

export function uniformPair(seed: number, particle: number, word: number): void {
  philox(seed, particle, word)
  pairOfUniforms.first = (words.a + 0.5) * TWO_POW_MINUS_32
  pairOfUniforms.second = (words.b + 0.5) * TWO_POW_MINUS_32
}

/** Particles that are drawn together; their words stay in the nearest cache. */
export const rowLength = 256
const radii = new Int32Array(rowLength)
const angles = new Int32Array(rowLength)

/**
 * N(0, 1) of particles a, a + 1, ... at one word, count <= rowLength: into out[at], out[at + stride], ... the even
 * coordinate, and into the places after them the odd one where there is one.
 */
export function normalRow(
  out: Float64Array,
  at: number,
  stride: number,
  both: boolean,
  seed: number,
  a: number,
  word: number,
  count: number,
): void {
  philoxRow(radii, angles, seed, a, word, count)
  for (let i = 0; i < count; i++, at += stride) {
    const radius = radiusOf(radii[i]!)
    turnOf(angles[i]!)
    out[at] = radius * direction.cos
    if (both) out[at + 1] = radius * direction.sin
  }
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
  const a = first + nodeShift(node)
  for (let pair = 0; 2 * pair < dimension; pair++) {
    const word = counterWord(stream, pair, node)
    for (let i = 0; i < n; i += rowLength) {
      const count = Math.min(rowLength, n - i)
      normalRow(out, i * dimension + 2 * pair, dimension, 2 * pair + 1 < dimension, seed, a + i, word, count)
    }
  }
}
