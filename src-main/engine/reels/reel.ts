import type { Experiment, Seeds } from '#core/experiment/document'
import { createFilm, type Film, positions, progressOf } from '../film'
import { type FilmPlan, windowOf } from '../film-plan'
import type { ReelJob, Share, WorkerJob, WorkerReport } from '../workers/messages'

/** Deaths of workers that one reel survives. */
const PATIENCE = 5
let nextReel = 1

export interface ReelPlan {
  readonly what: ReelJob['what']
  readonly experiment: Experiment
  readonly seeds: Seeds
  readonly film: FilmPlan
  /** What each worker computes: particles, or all cells for the one that has the grid */
  readonly shares: readonly Share[]
  /** The film before, whose memory may be used again */
  readonly before: Film | null
}

export interface ReelFailure {
  readonly step: number
  readonly t: number
  /** null: a number was not finite */
  readonly sentence: string | null
}

/** A film that workers fill: particles split over several, or a grid on one. Seeks are exact, as those of a sampler. */
export class Reel {
  readonly film: Film
  failure: ReelFailure | null = null
  private readonly jobs: readonly ReelJob[]
  private readonly id = nextReel++
  private readonly stop = new SharedArrayBuffer(4)
  private wantedWindow = -1
  private deaths = 0

  constructor(
    { what, experiment, seeds, film, shares, before }: ReelPlan,
    private readonly post: (worker: number, job: WorkerJob) => void,
    private readonly onChange: () => void,
  ) {
    this.film = createFilm(film, shares.length, before)
    this.jobs = shares.map((share, worker) => ({
      kind: 'reel',
      reel: this.id,
      what,
      experiment,
      seeds,
      worker,
      share,
      film: this.film,
      stop: this.stop,
      from: 0,
    }))
    for (const job of this.jobs) post(job.worker, job)
  }

  /** The array that is shown at a step, a view of shared memory; null while it is not there. Asks for a replay. */
  at(step: number): Float32Array | Float64Array | null {
    const found = positions(this.film, this.jobs.length, step, this.film.plan.particles)
    if (found === null && this.filmed() >= step) this.askWindow(windowOf(this.film.plan, step).number)
    return found
  }

  /** Last step that is on film for all shares; -1 at first. */
  filmed(): number {
    let least = this.film.plan.steps
    for (const { worker } of this.jobs) least = Math.min(least, progressOf(this.film, worker, 'filmed'))
    return least
  }

  get done(): boolean {
    return this.filmed() === this.film.plan.steps
  }

  /** True when the report was meant for this reel. */
  onReport(report: WorkerReport): boolean {
    if (report.kind !== 'reel-progress' && report.kind !== 'reel-failed') return false
    if (report.reel !== this.id) return false
    if (report.kind === 'reel-failed') this.failure ??= report
    this.onChange()
    return true
  }

  /** The share of a worker that died goes on from its last checkpoint, to exactly the same numbers. */
  onDeath(worker: number, reason: string): void {
    const job = this.jobs[worker]
    if (job === undefined) return
    this.deaths += 1
    if (this.deaths > PATIENCE) {
      const sentence = `The engine stopped ${this.deaths} times: ${reason}. Try a coarser grid or fewer particles.`
      this.failure = { step: this.filmed() + 1, t: 0, sentence }
      return this.onChange()
    }
    const { stride, steps } = this.film.plan
    const filmed = progressOf(this.film, worker, 'filmed')
    const from = filmed === steps ? steps : Math.max(0, Math.floor(filmed / stride) * stride)
    this.wantedWindow = -1
    this.post(worker, { ...job, from })
    this.onChange()
  }

  /** Workers stop at their next step. */
  dispose(): void {
    Atomics.store(new Int32Array(this.stop), 0, 1)
  }

  private askWindow(window: number): void {
    if (window === this.wantedWindow) return
    this.wantedWindow = window
    for (const { worker } of this.jobs) this.post(worker, { kind: 'reel-window', reel: this.id, window })
  }
}
