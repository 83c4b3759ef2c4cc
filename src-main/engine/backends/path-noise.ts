import { BrownianTree } from '#core/numeric/brownian-tree'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { Invalid } from '#core/params/invalid'
import type { NoiseRequest } from '#core/samplers/backend'

/** Where path noise comes from, as a document says it. */
export type PathNoise =
  | { readonly kind: 'tree'; readonly seed: number; readonly tMin: number; readonly tMax: number }
  | { readonly kind: 'independent'; readonly seed: number }
  /** [steps, n, d] of the whole run, consumed in the order of the steps */
  | { readonly kind: 'given'; readonly values: Float64Array; readonly total: number }

/** Fills out [n, d] with the N(0, 1) of a request, for a fixed set of particles. */
export interface NoiseFiller {
  fill(out: Float64Array, request: NoiseRequest): void
}

/** float64 noise of particles first ... first + count - 1. */
export function noiseFiller(noise: PathNoise, first: number, count: number, dimension: number): NoiseFiller {
  const plain = (out: Float64Array, { step, draw = 0 }: NoiseRequest, seed: number): void =>
    fillNormals(out, dimension, seed, first, streams.independent + draw, step)
  switch (noise.kind) {
    case 'independent':
      return { fill: (out, request) => plain(out, request, noise.seed) }
    case 'given':
      return {
        fill(out, { step }) {
          const size = noise.total * dimension
          const from = step * size + first * dimension
          if ((step + 1) * size > noise.values.length)
            throw new Invalid(
              'noise',
              `holds ${noise.values.length / size} steps; one more than ${step} was needed`,
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
  const tree = new BrownianTree(noise.seed, noise.tMin, noise.tMax, first, count, dimension)
  // W at the end of the last request: the start of the next one, when a run goes on.
  let leaf = -1
  let held = new Float64Array(count * dimension)
  let next = new Float64Array(count * dimension)
  return {
    fill(out, request) {
      if ((request.draw ?? 0) > 0) return plain(out, request, noise.seed)
      const from = tree.leafOf(request.from)
      const to = tree.leafOf(request.to)
      if (from === to) return void out.fill(0)
      if (from !== leaf) tree.at(held, from)
      tree.at(next, to)
      const scale = 1 / Math.sqrt(tree.span(from, to))
      for (let i = 0; i < out.length; i++) out[i] = (next[i]! - held[i]!) * scale
      const swapped = held
      held = next
      next = swapped
      leaf = to
    },
  }
}
