import type { Process } from './process'

/** Which times a sampler visits. */
export interface TimeGrid {
  readonly steps: number
  /**
   * [steps + 1] times, strictly falling from tMax to tMin (both included unless the grid says otherwise). A forward
   * run visits them in the opposite order.
   */
  times(process: Process): Float64Array
}
