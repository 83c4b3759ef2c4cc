import type { ErrorNorm, Tolerance } from '#core/samplers/backend'
import { blockSize, type Ensemble } from './ensemble'

type Floats = Float32Array | Float64Array

/** Where an array [n, d] of a backend keeps coordinate j of particle i: at i * particle + j * coordinate. */
export interface Layout {
  readonly count: number
  readonly first: number
  readonly dimension: number
  readonly particle: number
  readonly coordinate: number
}

/** |a - b| in units of the tolerance, summed by blocks of particles, so that no split of the ensemble shows. */
export function errorNorm(
  a: Floats,
  b: Floats,
  before: Floats,
  { absolute, relative }: Tolerance,
  layout: Layout,
  ensemble: Ensemble,
): ErrorNorm {
  const { count, first, dimension, particle, coordinate } = layout
  const length = Math.ceil(ensemble.total / blockSize)
  const sums = new Float64Array(length)
  const largest = new Float64Array(length)
  for (let start = 0; start < count; start += blockSize) {
    const block = (first + start) / blockSize
    for (let i = start; i < Math.min(count, start + blockSize); i++) {
      let square = 0
      for (let j = 0; j < dimension; j++) {
        const at = i * particle + j * coordinate
        const size = Math.max(Math.abs(b[at]!), Math.abs(before[at]!))
        square += ((a[at]! - b[at]!) / Math.max(absolute, relative * size)) ** 2
      }
      sums[block]! += square
      largest[block] = Math.max(largest[block]!, square)
    }
  }
  // Blocks of other partitions are 0 here, so the sum over partitions only collects them.
  const total = ensemble.sum(sums).reduce((sum, value) => sum + value, 0)
  return {
    mean: Math.sqrt(total / (ensemble.total * dimension)),
    largest: Math.sqrt(Math.max(...ensemble.sum(largest)) / dimension),
  }
}
