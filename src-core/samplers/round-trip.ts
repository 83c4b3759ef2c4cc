import { forwardFlowDynamics } from '#core/dynamics/forward-flow'
import { reverseDynamics } from '#core/dynamics/reverse'
import type { Process } from '#core/processes/process'
import type { Backend } from './backend'
import type { Sampler, SamplingProblem } from './sampler'

/** Points encoded as noise and decoded again, each [n, d]. */
export interface RoundTrip {
  /** Where the encoding came to, at the noisy end */
  readonly latent: Float64Array
  /** Where the same method brought it back to */
  readonly returned: Float64Array
  /** Score evaluations of each point, both ways together */
  readonly nfe: number
}

/**
 * Inversion (Song, Meng & Ermon 2021, section 5.4; Song et al. 2021, section 4.3): the probability flow from the data
 * end to the noise by a method's own steps, and back over the same times. An exact flow returns to where it began; a
 * method misses by its error of both ways. The sampler must run without noise. Throws `Invalid` where it cannot run
 * from data to noise.
 */
export function roundTrip(
  sampler: Sampler,
  process: Process,
  /** [N + 1] falling */
  times: Float64Array,
  backend: Backend,
  /** [n, d] at the last of the times */
  data: Float64Array,
): RoundTrip {
  const there: SamplingProblem = {
    process,
    dynamics: forwardFlowDynamics(process),
    times: times.slice().reverse(),
  }
  const back: SamplingProblem = { process, dynamics: reverseDynamics(process, 0), times }
  sampler.check?.(there)
  let nfe = 0
  const travel = (problem: SamplingProblem, from: Float64Array): Float64Array => {
    const start = backend.allocate()
    backend.write(start, from)
    let [end, evaluations] = [start, 0]
    const state = { step: 0, t: problem.times[0]!, nfe: 0, x: start, carried: [] }
    for (const next of sampler.run(problem, backend, state)) [end, evaluations] = [next.x, next.nfe]
    nfe += evaluations
    const found = new Float64Array(data.length)
    backend.read(end, found)
    backend.free(start)
    return found
  }
  const latent = travel(there, data)
  return { latent, returned: travel(back, latent), nfe }
}
