import type { PathClock } from '#core/numeric/brownian/clock'
import { BrownianLattice } from '#core/numeric/brownian/lattice'
import { plainArrays } from '#core/numeric/brownian/plain-arrays'
import { BrownianWalk } from '#core/numeric/brownian/walk'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { Invalid } from '#core/params/invalid'
import type { NoiseRequest } from '#core/samplers/backend'

/** Where path noise comes from, as a document says it. */
export type PathNoise =
  | { readonly kind: 'tree'; readonly seed: number; readonly clock: PathClock }
  | { readonly kind: 'independent'; readonly seed: number }
  /** [steps * order.length, n, d] of the whole run */
  | {
      readonly kind: 'given'
      readonly values: Float64Array
      readonly total: number
      /** `drawKey` of the draws of a step in the order of the array's rows; where absent, one draw a step */
      readonly order?: readonly number[]
    }

/** Tells the draws of a step apart: pieces of the path by their number, other draws behind them. */
export function drawKey({ draw, piece = 0 }: NoiseRequest): number {
  return draw === undefined ? piece : 256 + draw
}

/** The node of a plain counter. */
export function plainNode({ step, piece = 0 }: NoiseRequest): number {
  return step + piece * 2 ** 17
}

/** Fills out [n, d] with the N(0, 1) of a request, for a fixed set of particles. */
export interface NoiseFiller {
  fill(out: Float64Array, request: NoiseRequest): void
}

/** float64 noise of particles first ... first + count - 1. */
export function noiseFiller(noise: PathNoise, first: number, count: number, dimension: number): NoiseFiller {
  const plain = (out: Float64Array, request: NoiseRequest, seed: number): void =>
    fillNormals(out, dimension, seed, first, streams.independent + (request.draw ?? 0), plainNode(request))
  switch (noise.kind) {
    case 'independent':
      return { fill: (out, request) => plain(out, request, noise.seed) }
    case 'given':
      return {
        fill(out, request) {
          const size = noise.total * dimension
          const { order } = noise
          const place = order?.indexOf(drawKey(request)) ?? 0
          const row = request.step * (order?.length ?? 1) + place
          const from = row * size + first * dimension
          if ((row + 1) * size > noise.values.length)
            throw new Invalid(
              'noise',
              `holds ${noise.values.length / size} draws; at least ${row + 1} were expected by this run`,
            )
          out.set(noise.values.subarray(from, from + count * dimension))
        },
      }
    case 'tree':
      return treeFiller(noise, plain, first, count, dimension)
  }
}

function treeFiller(
  noise: PathNoise & { kind: 'tree' },
  plain: (out: Float64Array, request: NoiseRequest, seed: number) => void,
  first: number,
  count: number,
  dimension: number,
): NoiseFiller {
  const lattice = new BrownianLattice(noise.clock)
  const walk = new BrownianWalk(lattice, plainArrays(noise.seed, first, count, dimension))
  /** W at the start of the range */
  const zero = new Float64Array(count * dimension)
  return {
    fill(out, request) {
      if ((request.draw ?? 0) > 0) return plain(out, request, noise.seed)
      const from = lattice.placeOf(request.from)
      const to = lattice.placeOf(request.to)
      if (from === to) return void out.fill(0)
      const [before, after] = walk.ends(from, to)
      // By the step as it was asked for, not as it is resolved: so that steps add up to rounding.
      const scale = 1 / Math.sqrt(Math.abs(request.to - request.from))
      difference(out, after ?? zero, before ?? zero, scale)
    },
  }
}

function difference(out: Float64Array, a: Float64Array, b: Float64Array, scale: number): void {
  for (let i = 0; i < out.length; i++) out[i] = (a[i]! - b[i]!) * scale
}
