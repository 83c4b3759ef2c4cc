import { reverseDynamics } from '#core/dynamics/reverse'
import type { Process } from '#core/processes/process'
import type { Backend, Slot } from '#core/samplers/backend'
import type { Sampler, SamplerState } from '#core/samplers/sampler'
import { mixtureScore } from '#core/scores/mixture-score'
import type { MixtureForm } from '#core/scores/score-form'
import type { BackendSpec } from '#main/engine/backends/backend-spec'
import { single } from '#main/engine/backends/ensemble'
import { referenceBackend } from '#main/engine/backends/reference'

export interface FlowRun {
  /** [N + 1] arrays [n d]; before a start further on, the states are missing */
  readonly states: readonly Float64Array[]
  readonly nfe: number
}

export interface FlowOptions {
  readonly make?: (spec: BackendSpec) => Backend
  /** Where the run begins instead of step 0, with what the method carries there. */
  readonly from?: { readonly step: number; readonly carried: readonly Float64Array[] }
}

/** A sampler on the probability flow of a mixture, from given positions. */
export function flowRun(
  form: MixtureForm,
  sampler: Sampler,
  process: Process,
  times: Float64Array,
  start: Float64Array,
  { make = referenceBackend, from }: FlowOptions = {},
): FlowRun {
  const count = start.length / form.dimension
  const backend = make({
    score: mixtureScore(form),
    first: 0,
    count,
    startSeed: 1,
    noise: { kind: 'independent', seed: 1 },
    ensemble: single(count),
  })
  const put = (values: Float64Array): Slot => {
    const slot = backend.allocate()
    backend.write(slot, values)
    return slot
  }
  const state: SamplerState = {
    step: from?.step ?? 0,
    t: times[from?.step ?? 0]!,
    nfe: 0,
    x: put(start),
    carried: (from?.carried ?? []).map(put),
  }
  const states = [start.slice()]
  let nfe = 0
  // What brings its own noise stands for the reverse SDE, and is given none to add here.
  const dynamics = reverseDynamics(process, sampler.capabilities.equation === 'own' ? 1 : 0)
  const problem = { process, dynamics, times }
  sampler.check?.(problem)
  for (const next of sampler.run(problem, backend, state)) {
    const values = new Float64Array(start.length)
    backend.read(next.x, values)
    states.push(values)
    nfe = next.nfe
  }
  backend.dispose()
  return { states, nfe }
}
