import { catalog } from '#core/catalog/index'
import type { GenerativeSubject, Seeds } from '#core/experiment/document'
import type { NetworkTable } from '#core/learning/network-table'
import type { BackendInfo } from '#core/samplers/backend'
import type { SamplerState } from '#core/samplers/sampler'
import { assemble, type Model } from '#main/engine/assemble'
import { type BackendName, createBackend } from '#main/engine/backends/create-backend'
import { single } from '#main/engine/backends/ensemble'
import { NotFinite } from '#main/engine/not-finite'
import { pathNoiseOf, runExperiment } from '#main/engine/run-experiment'
import type { Share } from '#main/engine/workers/messages'
import { noiseDraws } from './arrays/noise-draws'

/** A share of a run, computed from start to end in one thread. */
export interface PartJob {
  readonly subject: GenerativeSubject
  readonly networks: NetworkTable
  readonly seeds: Seeds
  readonly backend: BackendName
  readonly share: Share
  /** [n, d] of the whole run, instead of the document's start */
  readonly initial: Float64Array | null
  /** [rows, n, d] of the whole run as `noiseDraws` counts them, instead of the document's path noise */
  readonly noise: Float64Array | null
  /** [n, d], or [steps + 1, n, d] where the trajectory is wanted; shared by all parts, each writes its own rows */
  readonly positions: Float32Array | Float64Array
  readonly trajectory: boolean
}

export interface PartResult {
  readonly backend: BackendInfo
  /** Score evaluations of each particle */
  readonly nfe: number
}

/** Throws `NotFinite` at the first step after which a particle of the share is not finite. */
export function computePart(job: PartJob): PartResult {
  const { subject, networks, seeds, share, positions } = job
  const model = assemble(subject, catalog, undefined, networks)
  const d = model.distribution.dimension
  const n = model.particles
  const backend = createBackend(job.backend, {
    score: model.score,
    first: share.first,
    count: share.count,
    startSeed: seeds.start,
    noise:
      job.noise === null
        ? pathNoiseOf(model, seeds)
        : { kind: 'given', values: job.noise, total: n, order: noiseDraws(model).order },
    // The check for finite numbers needs no other share; samplers that couple particles get a single one.
    ensemble: single(share.first + share.count),
  })
  let from: SamplerState | undefined
  if (job.initial !== null) {
    const x = backend.allocate()
    backend.write(x, job.initial.subarray(share.first * d, (share.first + share.count) * d))
    from = { step: 0, t: model.times[0]!, nfe: 0, x, carried: [] }
  }
  const keep = (state: SamplerState): void => {
    const at = ((job.trajectory ? state.step * n : 0) + share.first) * d
    backend.read(state.x, positions.subarray(at, at + share.count * d))
  }
  let nfe = 0
  if (from !== undefined) keep(from)
  for (const state of runExperiment(model, backend, seeds, from)) {
    if (backend.reduce('not-finite', state.x) > 0)
      throw new NotFinite(state.step, state.t, subject.sampler.kind)
    if (job.trajectory || state.step === lastStep(model)) keep(state)
    nfe = state.nfe
  }
  const { info } = backend
  backend.dispose()
  return { backend: info, nfe }
}

const lastStep = (model: Model): number => model.times.length - 1
