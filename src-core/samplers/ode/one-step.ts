import type { Process } from '#core/processes/process'
import type { Backend, Slot } from '../backend'
import { type Level, levelAt } from '../level'
import type { Capabilities, Sampler } from '../sampler'

/** One step of a method that remembers nothing: from one noise level of a process to the next. */
export interface Stretch {
  readonly process: Process
  readonly from: Level
  readonly to: Level
  /** 0 for the first step of the run */
  readonly step: number
  /** Steps of the whole run */
  readonly steps: number
}

/**
 * A sampler from the rule of one step. `advance` takes x along a stretch with `work` arrays to write in, and returns
 * how many score evaluations it made.
 */
export function oneStepSampler(
  capabilities: Capabilities,
  work: number,
  advance: (backend: Backend, x: Slot, work: readonly Slot[], stretch: Stretch) => number,
): Sampler {
  return {
    capabilities,
    *run({ process, times }, backend, { step: first, nfe: before, x, carried }) {
      const slots = Array.from({ length: work }, () => backend.allocate())
      const steps = times.length - 1
      try {
        let nfe = before
        for (let step = first; step < steps; step++) {
          const from = levelAt(process, times[step]!)
          const to = levelAt(process, times[step + 1]!)
          nfe += advance(backend, x, slots, { process, from, to, step, steps })
          yield { step: step + 1, t: to.t, nfe, x, carried }
        }
      } finally {
        for (const slot of slots) backend.free(slot)
      }
    },
  }
}

/** A slot of a method's work by its number. */
export function slotOf(work: readonly Slot[], index: number): Slot {
  const slot = work[index]
  if (slot === undefined) throw new Error(`a method asked for more arrays than its ${work.length}`)
  return slot
}
