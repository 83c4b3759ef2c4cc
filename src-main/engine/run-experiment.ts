import type { Seeds } from '#core/experiment/document'
import { logSnrClock } from '#core/processes/log-snr-clock'
import type { Backend, Slot } from '#core/samplers/backend'
import type { SamplerRun, SamplerState } from '#core/samplers/sampler'
import type { Model } from './assemble'
import type { PathNoise } from './backends/path-noise'

/**
 * The sentence the program is about: a document names a data distribution, a process, a score, a dynamics and a
 * sampler; particles start from noise and the sampler carries them. Yields the start and then every step. The same
 * model, seeds and backend give the same numbers, however the particles are split over backends.
 */
export function* runExperiment(
  model: Model,
  backend: Backend,
  seeds: Seeds,
  from?: SamplerState,
): SamplerRun {
  const state = from ?? startState(model, backend, seeds)
  if (from === undefined) yield state
  yield* model.sampler.run(model, backend, state)
}

/** Step 0: the prior, the true p_T, or the data for a forward run. Throws nothing. */
export function startState(model: Model, backend: Backend, seeds: Seeds): SamplerState {
  const x = backend.allocate()
  const t = model.times[0]!
  if (model.dynamics.direction === 'reverse' && model.start === 'prior') {
    backend.initial(x)
    backend.combine(x, [model.process.priorStd, x])
  } else {
    startFromData(model, backend, seeds, x, t)
  }
  return { step: 0, t, nfe: 0, x, carried: [] }
}

/** x_t = alpha x_0 + sigma eps with x_0 drawn from the data and eps the initial noise. */
function startFromData(model: Model, backend: Backend, seeds: Seeds, x: Slot, t: number): void {
  const data = new Float64Array(backend.count * backend.dimension)
  model.distribution.sample(data, seeds.data, backend.first)
  const clean = backend.allocate()
  backend.write(clean, data)
  backend.initial(x)
  backend.combine(x, [model.process.alpha(t), clean], [model.process.sigma(t), x])
  backend.free(clean)
}

/** The path noise that a document asks for. */
export function pathNoiseOf(model: Model, seeds: Seeds): PathNoise {
  if (seeds.noise === 'independent') return { kind: 'independent', seed: seeds.path }
  return { kind: 'tree', seed: seeds.path, clock: logSnrClock(model.process) }
}
