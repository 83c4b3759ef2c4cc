import type { Backend, Slot } from '#core/samplers/backend'
import type { Sampler, SamplingProblem } from '#core/samplers/sampler'
import { mixtureScore } from '#core/scores/mixture-score'
import type { MixtureForm } from '#core/scores/score-form'
import type { BackendSpec } from '#main/engine/backends/backend-spec'
import { single } from '#main/engine/backends/ensemble'
import type { PathNoise } from '#main/engine/backends/path-noise'
import { referenceBackend } from '#main/engine/backends/reference'

/** All states x [N + 1, n d] of a sampler from given positions; in float64 unless another backend is given. */
export function trajectory(
  form: MixtureForm,
  sampler: Sampler,
  problem: SamplingProblem,
  start: Float64Array,
  noise: PathNoise = { kind: 'independent', seed: 1 },
  make: (spec: BackendSpec) => Backend = referenceBackend,
): Float64Array[] {
  const count = start.length / form.dimension
  const backend = make({
    score: mixtureScore(form),
    first: 0,
    count,
    startSeed: 1,
    noise,
    ensemble: single(count),
  })
  const x = backend.allocate()
  backend.write(x, start)
  const read = (slot: Slot): Float64Array => {
    const out = new Float64Array(start.length)
    backend.read(slot, out)
    return out
  }
  const states = [read(x)]
  for (const state of sampler.run(problem, backend, {
    step: 0,
    t: problem.times[0]!,
    nfe: 0,
    x,
    carried: [],
  }))
    states.push(read(state.x))
  return states
}

export function last(states: readonly Float64Array[]): Float64Array {
  const state = states.at(-1)
  if (state === undefined) throw new Error('no state')
  return state
}
