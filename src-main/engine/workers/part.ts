import { catalog } from '#core/catalog/index'
import type { Backend } from '#core/samplers/backend'
import type { SamplerRun, SamplerState } from '#core/samplers/sampler'
import { assemble, type Model } from '../assemble'
import { createBackend } from '../backends/create-backend'
import { single } from '../backends/ensemble'
import { keep, keepBetween, progressOf, restore, setProgress } from '../film'
import { windowSpan } from '../film-plan'
import { Replayed } from '../reels/replayed'
import { pathNoiseOf, runExperiment } from '../run-experiment'
import { heldNetworks } from './held-networks'
import type { PartJob, Share, WorkerReport } from './messages'

/** How often the engine hears that the film has grown, in milliseconds. */
const REPORT_EVERY = 8

/** One worker's share of one run: the preview, then the film, then windows of it on request. */
export class Part {
  private readonly model: Model
  private readonly backend: Backend
  private readonly job: PartJob
  private readonly wanted: () => boolean
  private readonly report: (message: WorkerReport) => void
  private readonly replayed: Replayed<SamplerState>

  constructor(job: PartJob, wanted: () => boolean, report: (message: WorkerReport) => void) {
    this.job = job
    this.wanted = wanted
    this.report = report
    this.model = assemble(job.experiment.subject, catalog, undefined, heldNetworks())
    this.backend = this.backendFor(job.share)
    this.replayed = new Replayed((step) => this.replay(step))
  }

  get revision(): number {
    return this.job.revision
  }

  run(): void {
    const { film, worker, from, revision, share } = this.job
    this.preview()
    // A share without particles is done at once: no method is asked for steps of nothing.
    if (share.count === 0) {
      setProgress(film, worker, 'filmed', film.plan.steps)
      return this.report({ kind: 'progress', revision })
    }
    const resumed = from > 0 ? this.stateAt(from) : undefined
    let told = performance.now()
    for (const state of runExperiment(this.model, this.backend, this.job.seeds, resumed)) {
      if (!this.wanted()) return
      if (this.backend.reduce('not-finite', state.x) > 0) {
        setProgress(film, worker, 'failed', state.step)
        return this.report({ kind: 'failed', revision, step: state.step, t: state.t })
      }
      keep(film, this.backend, state)
      setProgress(film, worker, 'filmed', state.step)
      if (performance.now() - told > REPORT_EVERY) {
        told = performance.now()
        this.report({ kind: 'progress', revision })
      }
    }
    this.report({ kind: 'progress', revision })
  }

  /** Replays steps between two checkpoints into the film's window. */
  window(number: number): void {
    const { film, worker, revision, share } = this.job
    const span = windowSpan(film.plan, number)
    if (progressOf(film, worker, 'filmed') < span.checkpoint) return
    setProgress(film, worker, 'window', -1)
    const keepState = (state: SamplerState): void => keepBetween(film, this.backend, state)
    if (share.count > 0 && !this.replayed.fill(span, keepState, () => !this.wanted())) return
    setProgress(film, worker, 'window', number)
    this.report({ kind: 'progress', revision })
  }

  /** From a checkpoint on. A method takes the state's arrays over, so what it has in their place is given back here. */
  private *replay(step: number): SamplerRun {
    let last = this.stateAt(step)
    const taken = [last.x, ...last.carried]
    try {
      for (const state of runExperiment(this.model, this.backend, this.job.seeds, last)) yield (last = state)
    } finally {
      for (const slot of [...taken, last.x, ...last.carried]) this.backend.free(slot)
    }
  }

  private preview(): void {
    const { preview, revision } = this.job
    if (preview === null || preview.share.count === 0) return
    const backend = this.backendFor(preview.share)
    const { first, count } = preview.share
    const into = new Float32Array(preview.positions, first * backend.dimension * 4, count * backend.dimension)
    for (const state of runExperiment(this.model, backend, this.job.seeds)) {
      if (!this.wanted()) break
      if (state.step < preview.step) continue
      backend.read(state.x, into)
      this.report({ kind: 'previewed', revision })
      break
    }
    backend.dispose()
  }

  private stateAt(step: number): SamplerState {
    return restore(this.job.film, this.backend, step, this.model.times[step]!, 0)
  }

  private backendFor({ first, count }: Share): Backend {
    return createBackend(this.job.backend, {
      score: this.model.score,
      first,
      count,
      startSeed: this.job.seeds.start,
      noise: pathNoiseOf(this.model, this.job.seeds),
      // Only checks for finite numbers are reduced here; methods that couple particles get one worker.
      ensemble: single(first + count),
    })
  }

  dispose(): void {
    this.backend.dispose()
  }
}
