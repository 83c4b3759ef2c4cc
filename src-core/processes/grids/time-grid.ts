import type { BooleanParam, NumberParam } from '#core/params/param'
import type { Process } from '../process'

/** Which times a sampler visits. */
export interface TimeGrid {
  /**
   * [N + 1] times, strictly falling from tMax to tMin of the process, both included. A forward run visits them in the
   * opposite order. Throws `Invalid`, with a path relative to the grid, where the process leaves no such times.
   */
  times(process: Process): Float64Array
  /** The last step goes on to sigma = 0, where the method's own formula allows or x becomes the denoised point. */
  readonly toZero: boolean
}

export const steps = {
  kind: 'number',
  label: 'Steps',
  symbol: 'N',
  doc: 'How many steps the sampler takes; fewer are faster and less exact.',
  default: 200,
  min: 1,
  max: 10000,
  soft: [5, 1000],
  scale: 'log',
  step: 1,
  integer: true,
} as const satisfies NumberParam

export const toZero = {
  kind: 'boolean',
  label: 'End at no noise',
  symbol: '\\sigma = 0',
  doc: 'Goes on from the last noise level to none at all with one more evaluation, x becoming the denoised point.',
  source: 'Karras et al. 2022, algorithm 1',
  default: false,
  minor: true,
} as const satisfies BooleanParam

/** Places N + 1 points by a rule on [0, 1]; the two ends are exact whatever rounding does between. */
export function place(count: number, process: Process, rule: (fraction: number) => number): Float64Array {
  const times = Float64Array.from({ length: count + 1 }, (_, i) => rule(i / count))
  times[0] = process.tMax
  times[count] = process.tMin
  return times
}
