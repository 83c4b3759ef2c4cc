import type { Backend, Slot } from '../backend'
import { type Form, type Level, levelAt, predict } from '../level'
import type { Capabilities, Sampler } from '../sampler'

/** A prediction (noise or data) that was made at a noise level. */
export interface Past {
  readonly level: Level
  readonly prediction: Slot
}

/** What a method knows when it steps: predictions newest first, the first of them made at x. */
export interface Outlook {
  readonly past: readonly [Past, ...Past[]]
  readonly to: Level
  /** Steps still to go, this one included */
  readonly left: number
}

/** sigma = 0, where x is x / alpha. */
const zero: Level = { t: 0, alpha: 1, sigma: 0, lambda: Infinity, ratio: 0 }

/**
 * A linear multistep sampler from the rule of one step: one evaluation each, `capabilities.history` earlier predictions
 * remembered. With `toZero` the last step goes on to sigma = 0 by the same rule.
 */
export function manyStepSampler(
  capabilities: Capabilities,
  form: Form,
  advance: (backend: Backend, x: Slot, outlook: Outlook) => void,
  toZero = false,
): Sampler {
  const keep = capabilities.history
  return {
    capabilities,
    *run({ process, times }, backend, from) {
      const { x } = from
      const steps = times.length - 1
      // A state from a film brings all arrays; those beyond the steps taken hold nothing yet.
      let past: Slot[] = from.carried.slice(0, Math.min(from.step, keep))
      const spare: Slot[] = from.carried.slice(past.length)
      while (past.length + spare.length < keep + 1) spare.push(backend.allocate())
      const advanceFrom = (step: number, to: Level): void => {
        const here = spare.pop()
        if (here === undefined) throw new Error('a multistep method ran out of arrays')
        const level = levelAt(process, times[step]!)
        predict(backend, here, x, level, form)
        const older = past.map((prediction, j) => ({
          prediction,
          level: levelAt(process, times[step - 1 - j]!),
        }))
        advance(backend, x, { past: [{ level, prediction: here }, ...older], to, left: steps - step })
        const known = [here, ...past]
        past = known.slice(0, keep)
        spare.push(...known.slice(keep))
      }
      try {
        let nfe = from.nfe
        for (let step = from.step; step < steps; step++) {
          const to = levelAt(process, times[step + 1]!)
          advanceFrom(step, to)
          nfe += 1
          if (toZero && step + 1 === steps) {
            advanceFrom(steps, zero)
            nfe += 1
          }
          yield { step: step + 1, t: to.t, nfe, x, carried: past }
        }
      } finally {
        for (const slot of [...past, ...spare]) backend.free(slot)
      }
    },
  }
}
