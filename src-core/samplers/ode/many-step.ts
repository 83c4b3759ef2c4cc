import type { Process } from '#core/processes/process'
import type { Backend, Slot } from '../backend'
import { endAtZero } from '../end-at-zero'
import { type Form, type Level, levelAt, predict } from '../level'
import type { Capabilities, Sampler } from '../sampler'

/** A prediction (noise or data) that was made at a noise level. */
export interface Past {
  readonly level: Level
  readonly prediction: Slot
}

/** What a method knows when it steps: predictions newest first, the first of them made at x. */
export interface Outlook {
  readonly process: Process
  readonly past: readonly [Past, ...Past[]]
  readonly to: Level
  /** Steps still to go, this one and a last one to sigma = 0 included */
  readonly left: number
}

/** sigma = 0, where x is x / alpha. */
const zero: Level = { t: 0, alpha: 1, sigma: 0, lambda: Infinity, ratio: 0 }

/** A first step of order 1 leaves an error O(h^2), whatever the order of the steps that follow. */
export function multistepOrder(order: number): Capabilities['order'] {
  return { ode: order, sde: null, ...(order > 2 ? { ownStart: 2 } : {}) }
}

type Advance = (backend: Backend, x: Slot, outlook: Outlook) => void

/** How a run ends: at its last time, or one step later at sigma = 0 by the method's own rule or by `endAtZero`. */
type End = 'last time' | 'own rule' | 'denoised'

/**
 * A linear multistep sampler from the rule of one step: one evaluation each, `capabilities.history` earlier
 * predictions remembered. `atZero` says whether the rule itself can step to sigma = 0; otherwise that step is of
 * order 1, and the steps before it know that it comes.
 */
export function manyStepSampler(
  capabilities: Capabilities,
  form: Form,
  advance: Advance,
  atZero: 'own rule' | 'denoised' = 'denoised',
): Sampler {
  const ending = (end: End): Sampler => ({ capabilities, run: manySteps(capabilities, form, advance, end) })
  const toZero = atZero === 'own rule' ? ending('own rule') : endAtZero(ending('denoised'))
  return { ...ending('last time'), toZero }
}

function manySteps({ history }: Capabilities, form: Form, advance: Advance, end: End): Sampler['run'] {
  return function* ({ process, times }, backend, from) {
    const { x } = from
    const steps = times.length - 1
    const extra = end === 'last time' ? 0 : 1
    // A state from a film brings all arrays; those beyond the steps taken hold nothing yet.
    let past: Slot[] = from.carried.slice(0, Math.min(from.step, history))
    const spare: Slot[] = from.carried.slice(past.length)
    while (past.length + spare.length < history + 1) spare.push(backend.allocate())
    const advanceFrom = (step: number, to: Level): void => {
      const here = spare.pop()
      if (here === undefined) throw new Error('a multistep method ran out of arrays')
      const level = levelAt(process, times[step]!)
      predict(backend, here, x, level, form)
      const older = past.map((prediction, j) => ({
        prediction,
        level: levelAt(process, times[step - 1 - j]!),
      }))
      advance(backend, x, {
        process,
        past: [{ level, prediction: here }, ...older],
        to,
        left: steps - step + extra,
      })
      const known = [here, ...past]
      past = known.slice(0, history)
      spare.push(...known.slice(history))
    }
    try {
      let nfe = from.nfe
      for (let step = from.step; step < steps; step++) {
        const to = levelAt(process, times[step + 1]!)
        advanceFrom(step, to)
        nfe += 1
        if (end === 'own rule' && step + 1 === steps) {
          advanceFrom(steps, zero)
          nfe += 1
        }
        yield { step: step + 1, t: to.t, nfe, x, carried: past }
      }
    } finally {
      for (const slot of [...past, ...spare]) backend.free(slot)
    }
  }
}
