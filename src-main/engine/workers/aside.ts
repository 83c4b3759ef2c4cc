import { catalog } from '#core/catalog/index'
import { reverseDynamics } from '#core/dynamics/reverse'
import { heun } from '#core/samplers/heun'
import type { Backend } from '#core/samplers/backend'
import type { SamplerRun } from '#core/samplers/sampler'
import { scoreOfForm } from '#core/scores/exact'
import { marginalForm } from '#core/scores/marginal-form'
import { assemble, type Model } from '../assemble'
import { single } from '../backends/ensemble'
import { referenceBackend } from '../backends/reference'
import { equationPaths, equationRidgeline } from '../equations/beside'
import { pathNoiseOf, runExperiment, startState } from '../run-experiment'
import { heldNetworks } from './held-networks'
import type { PathsJob, RidgelineJob } from './messages'

/** Nodes per axis of the lattice that the flow carries. */
export const latticeSize = 33

/** [particles, N + 1, d], or [N + 1, rows, columns, d] for the lattice; float64 inside. */
export function computePaths(job: PathsJob): Float32Array {
  const { subject } = job.experiment
  if (subject.kind !== 'generative') return equationPaths(job)
  const model = assemble(job.experiment.subject, catalog, undefined, heldNetworks())
  const d = model.distribution.dimension
  const steps = model.times.length
  if (job.what === 'lattice') return latticePaths(model, job)
  const values = new Float32Array(job.particles.length * steps * d)
  const run = job.what === 'run' ? model : flowOf(model)
  for (const { first, count, row } of stretches(job.particles)) {
    const backend = someParticles(model, job, first, count)
    const into = new Float64Array(count * d)
    for (const state of pathStates(run, model, backend, job)) {
      backend.read(state.x, into)
      for (let i = 0; i < count; i++)
        values.set(into.subarray(i * d, (i + 1) * d), ((row + i) * steps + state.step) * d)
    }
  }
  return values
}

/** Both kinds of run start where the model's own run starts, so that twins are twins. */
function* pathStates(run: Model, model: Model, backend: Backend, job: PathsJob): SamplerRun {
  if (job.what === 'run') return yield* runExperiment(run, backend, job.seeds)
  const from = startState(model, backend, job.seeds)
  yield from
  yield* runExperiment(run, backend, job.seeds, from)
}

/** Particles with consecutive numbers are computed together. */
function stretches(particles: readonly number[]): { first: number; count: number; row: number }[] {
  const found: { first: number; count: number; row: number }[] = []
  particles.forEach((particle, row) => {
    const last = found.at(-1)
    if (last !== undefined && particle === last.first + last.count) last.count += 1
    else found.push({ first: particle, count: 1, row })
  })
  return found
}

/** The same run as a probability flow, by Heun's method on the same times. */
function flowOf(model: Model): Model {
  return { ...model, dynamics: reverseDynamics(model.process, 0), sampler: heun.make({}) }
}

function someParticles(model: Model, job: PathsJob, first: number, count: number): Backend {
  return referenceBackend({
    score: model.score,
    first,
    count,
    startSeed: job.seeds.start,
    noise: pathNoiseOf(model, job.seeds),
    ensemble: single(first + count),
  })
}

function latticePaths(model: Model, job: PathsJob): Float32Array {
  const d = model.distribution.dimension
  const count = d === 2 ? latticeSize ** 2 : 0
  if (count === 0) return new Float32Array(0)
  const backend = referenceBackend({
    score: model.score,
    first: 0,
    count,
    startSeed: 0,
    noise: pathNoiseOf(model, job.seeds),
    ensemble: single(count),
  })
  const t = model.times[0]!
  const spread = Math.sqrt(
    model.process.alpha(t) ** 2 * model.distribution.variance + model.process.sigma(t) ** 2,
  )
  const start = new Float64Array(count * 2)
  for (let i = 0; i < count; i++) {
    start[2 * i] = 2.5 * spread * ((2 * (i % latticeSize)) / (latticeSize - 1) - 1)
    start[2 * i + 1] = 2.5 * spread * ((2 * Math.floor(i / latticeSize)) / (latticeSize - 1) - 1)
  }
  const x = backend.allocate()
  backend.write(x, start)
  const values = new Float32Array(model.times.length * count * 2)
  values.set(start)
  for (const state of runExperiment(flowOf(model), backend, job.seeds, {
    step: 0,
    t,
    nfe: 0,
    x,
    carried: [],
  }))
    backend.read(state.x, values.subarray(state.step * count * 2, (state.step + 1) * count * 2))
  return values
}

/**
 * Exact density of one coordinate at every step: [N + 1, count]. Empty where the marginal has no closed form.
 */
export function computeRidgeline(job: RidgelineJob): Float32Array {
  const { subject } = job.experiment
  if (subject.kind !== 'generative') return equationRidgeline(job, subject)
  const model = assemble(job.experiment.subject, catalog, undefined, heldNetworks())
  const form = marginalForm(model.distribution.form, job.axis)
  if (form === null) return new Float32Array(0)
  const score = scoreOfForm(form)
  const values = new Float32Array(model.times.length * job.count)
  const points = Float64Array.from({ length: job.count }, (_, i) => job.origin + i * job.spacing)
  const logs = new Float64Array(job.count)
  model.times.forEach((t, step) => {
    score.at(model.process.alpha(t), model.process.sigma(t)).logDensity(logs, points, job.count)
    for (let i = 0; i < job.count; i++) values[step * job.count + i] = Math.exp(logs[i]!)
  })
  return values
}
