import { type Level, levelAt } from '../level'
import type { Backend, Slot } from '../backend'
import type { Sampler, SamplingProblem } from '../sampler'

/** What a method that reads nothing but x knows of the step it takes. */
export interface Step {
  readonly problem: SamplingProblem
  readonly backend: Backend
  /** Number of the step, from 0 */
  readonly index: number
  /** To be replaced by the state at `to` */
  readonly x: Slot
  readonly from: Level
  readonly to: Level
}

/**
 * The loop around a one-step method: `take` gets the step and as many scratch slots as it has further parameters, moves
 * x from one level to the next, and returns how many score evaluations that cost.
 */
export function eachStep(take: (step: Step, ...scratch: Slot[]) => number): Sampler['run'] {
  return function* (problem, backend, from) {
    const { times, process } = problem
    const { x, carried } = from
    const scratch = Array.from({ length: take.length - 1 }, () => backend.allocate())
    try {
      let nfe = from.nfe
      for (let index = from.step; index + 1 < times.length; index++) {
        const t = times[index + 1]!
        const ends = { from: levelAt(process, times[index]!), to: levelAt(process, t) }
        nfe += take({ problem, backend, index, x, ...ends }, ...scratch)
        yield { step: index + 1, t, nfe, x, carried }
      }
    } finally {
      for (const slot of scratch) backend.free(slot)
    }
  }
}

/** out <- the path noise of a whole step, N(0, 1) */
export function stepNoise({ backend, index, from, to }: Step, out: Slot): void {
  backend.normals(out, { step: index, from: from.t, to: to.t })
}
