import type { LabDocument } from '#core/experiment/document'
import type { RunState } from '#core/protocol/contract'
import { type Model } from './assemble'
import { blockSize } from './backends/ensemble'
import type { BackendName } from './backends/create-backend'
import { createFilm, type Film, positions, progressOf } from './film'
import { planFilm, windowOf } from './film-plan'
import { notFiniteSentence } from './not-finite'
import type { PartJob, Share, WorkerReport } from './workers/messages'
import type { Pool } from './workers/pool'

/** Particles of the first picture after a change. */
export const previewCount = 2000
/** Deaths of workers that one run survives. */
const PATIENCE = 5

/** n particles as equal shares that begin at multiples of the reduction block, so that no sum depends on the split. */
export function split(n: number, parts: number): Share[] {
  const blocks = Math.ceil(n / blockSize)
  return Array.from({ length: parts }, (_, i) => {
    const first = Math.min(n, Math.floor((blocks * i) / parts) * blockSize)
    const end = i === parts - 1 ? n : Math.min(n, Math.floor((blocks * (i + 1)) / parts) * blockSize)
    return { first, count: end - first }
  })
}

/** One document's run over the pool: the film, the preview, and how it stands. */
export class Run {
  readonly film: Film
  state: RunState
  private readonly jobs: readonly PartJob[]
  private readonly previewPositions: SharedArrayBuffer
  private readonly previewStep: number
  private readonly previewed = new Set<number>()
  private deaths = 0
  /** Workers that took over from one that died, and have not been heard of yet */
  private readonly restarting = new Set<number>()
  private wantedWindow = -1

  constructor(
    readonly revision: number,
    /** The engine's own number of this run: one revision is run again when its network has new weights. */
    readonly ticket: number,
    readonly document: LabDocument,
    readonly model: Model,
    readonly backend: { name: BackendName; precision: 'float32' | 'float64' },
    private readonly pool: Pool,
    previewStep: number,
    filmBudget: number,
    before: Film | null,
    private readonly onChange: () => void,
  ) {
    const { particles, sampler, times, distribution } = model
    const steps = times.length - 1
    const d = distribution.dimension
    this.film = createFilm(
      planFilm(particles, d, steps, sampler.capabilities.history, backend.precision, filmBudget),
      pool.workers,
      before,
    )
    const parts = sampler.capabilities.couplesParticles ? 1 : pool.workers
    const shares = split(particles, parts)
    const shown = sampler.capabilities.couplesParticles ? 0 : Math.min(previewCount, particles)
    const previews = split(shown, parts)
    this.previewStep = Math.min(steps, Math.max(0, previewStep))
    this.previewPositions = new SharedArrayBuffer(Math.max(1, shown) * d * 4)
    this.jobs = Array.from({ length: pool.workers }, (_, worker) => ({
      kind: 'part',
      revision: ticket,
      experiment: document.experiment,
      seeds: document.seeds,
      backend: backend.name,
      worker,
      share: shares[worker] ?? { first: 0, count: 0 },
      film: this.film,
      from: 0,
      preview:
        shown > 0 && shown < particles
          ? {
              share: previews[worker] ?? { first: 0, count: 0 },
              step: this.previewStep,
              positions: this.previewPositions,
            }
          : null,
    }))
    this.state = { kind: 'running', revision, filmed: -1, steps }
    pool.want(ticket)
    for (const job of this.jobs) pool.post(job.worker, job)
  }

  /** Positions [shown, d] at a step; null while it is not there yet. Asks for a replay where the film is thin. */
  at(step: number): { step: number; shown: number; positions: Float32Array | Float64Array } | null {
    const { workers } = this.pool
    const whole = positions(this.film, workers, step, this.model.particles)
    if (whole !== null) return { step, shown: this.model.particles, positions: whole }
    if (this.filmed() >= step) this.askWindow(windowOf(this.film.plan, step).number)
    else if (step === this.previewStep && this.previewed.size === workers) {
      const shown = Math.min(previewCount, this.model.particles)
      return {
        step,
        shown,
        positions: new Float32Array(this.previewPositions, 0, shown * this.model.distribution.dimension),
      }
    } else if (this.previewed.size === 0 || this.previewStep !== step) {
      // The film has not come so far: its newest step is shown, so that the picture is seen to grow.
      const newest = this.filmed()
      const grown = newest < 0 ? null : positions(this.film, workers, newest, this.model.particles)
      if (grown !== null) return { step: newest, shown: this.model.particles, positions: grown }
    }
    return null
  }

  /** A copy of the first positions [count, d] at a step; null where it is not on film. */
  firstAt(step: number, count: number): Float32Array | null {
    const found = positions(this.film, this.pool.workers, step, count)
    return found === null ? null : Float32Array.from(found)
  }

  /** Last step that is on film for all particles; -1 at first. */
  filmed(): number {
    let least = this.film.plan.steps
    for (let w = 0; w < this.pool.workers; w++) least = Math.min(least, progressOf(this.film, w, 'filmed'))
    return least
  }

  onReport(worker: number, report: WorkerReport): void {
    if (!('revision' in report) || report.revision !== this.ticket) return
    if (report.kind === 'previewed') this.previewed.add(worker)
    if (report.kind === 'failed' && this.state.kind !== 'failed') {
      const sampler = samplerOf(this.document.experiment.subject)
      const sentence = notFiniteSentence(report.step, report.t, sampler)
      this.state = { kind: 'failed', revision: this.revision, step: report.step, sentence }
    } else if (this.state.kind !== 'failed') {
      this.restarting.delete(worker)
      const filmed = this.filmed()
      const { steps } = this.film.plan
      if (filmed === steps) this.state = { kind: 'done', revision: this.revision }
      // The others' progress does not hide that a part begins again.
      else if (this.restarting.size === 0)
        this.state = { kind: 'running', revision: this.revision, filmed, steps }
    }
    this.onChange()
  }

  /** The share of a worker that died goes on from its last checkpoint, to exactly the same numbers. */
  onDeath(worker: number, reason: string): void {
    const job = this.jobs[worker]
    if (job === undefined) return
    this.deaths += 1
    if (this.deaths > PATIENCE) {
      const sentence = `The engine stopped ${this.deaths} times: ${reason}. Try fewer particles.`
      this.state = { kind: 'failed', revision: this.revision, step: Math.max(0, this.filmed() + 1), sentence }
      return this.onChange()
    }
    const { stride, steps } = this.film.plan
    const filmed = progressOf(this.film, worker, 'filmed')
    const from = filmed === steps ? steps : Math.max(0, Math.floor(filmed / stride) * stride)
    const sentence = `The engine stopped: ${reason}. Restarted from step ${from}.`
    this.state = { kind: 'recovering', revision: this.revision, sentence }
    this.restarting.add(worker)
    this.wantedWindow = -1
    this.pool.post(worker, { ...job, from, preview: null })
    this.onChange()
  }

  private askWindow(window: number): void {
    if (window === this.wantedWindow) return
    this.wantedWindow = window
    for (const job of this.jobs) this.pool.post(job.worker, { kind: 'window', revision: this.ticket, window })
  }
}

/** What moves the particles, in words for a sentence. */
function samplerOf(subject: LabDocument['experiment']['subject']): string {
  return subject.kind === 'generative' ? subject.sampler.kind : 'euler-maruyama'
}
