/**
 * All partitions of one run. A reduction gives the same number whatever the partition, because partial sums are
 * taken over fixed blocks of particles and added in the order of the blocks.
 */
export interface Ensemble {
  /** Element-wise sum over partitions of arrays of equal length; every partition gets the result. */
  sum(values: Float64Array): Float64Array
  /** Particles of the whole run */
  readonly total: number
}

/** The whole run is one partition. */
export function single(total: number): Ensemble {
  return { total, sum: (values) => values }
}

/** Particles per partial sum. Partitions begin at multiples of it. */
export const blockSize = 256
