import { keepArrayBetween, keepArrays, progressOf, restoreArrays, setProgress } from '../film'
import type { ReelJob, WorkerReport } from '../workers/messages'
import { windowSpan } from '../film-plan'
import { showable } from '../not-finite'
import type { ReelState, ReelStates } from './reel-state'
import { Replayed } from './replayed'

/** How often the engine hears that the film has grown, in milliseconds. */
const REPORT_EVERY = 8

/** One worker's share of a reel: the film from the start or a checkpoint, then windows of it on request. */
export class Replay {
  private readonly stop: Int32Array
  private readonly replayed: Replayed<ReelState>

  constructor(
    private readonly job: ReelJob,
    private readonly states: ReelStates,
    private readonly times: Float64Array,
    private readonly report: (message: WorkerReport) => void,
  ) {
    this.stop = new Int32Array(job.stop)
    this.replayed = new Replayed((step) => this.states(this.kept(step)))
  }

  run(): void {
    const { film, worker, from, reel, share } = this.job
    let told = performance.now()
    let step = from
    try {
      for (const state of this.states(from > 0 ? this.kept(from) : undefined)) {
        if (this.stopped()) return
        step = state.step
        if (!state.arrays[0]!.every(showable)) {
          setProgress(film, worker, 'failed', step)
          return this.report({ kind: 'reel-failed', reel, step, t: state.t, sentence: null })
        }
        keepArrays(film, step, state.arrays, share.first)
        setProgress(film, worker, 'filmed', step)
        if (performance.now() - told > REPORT_EVERY) {
          told = performance.now()
          this.report({ kind: 'reel-progress', reel })
        }
      }
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error)
      setProgress(film, worker, 'failed', step + 1)
      const t = this.times[step + 1] ?? 0
      return this.report({ kind: 'reel-failed', reel, step: step + 1, t, sentence })
    }
    // An empty share is done at once.
    if (share.count === 0) setProgress(film, worker, 'filmed', film.plan.steps)
    this.report({ kind: 'reel-progress', reel })
  }

  /** Replays steps between two checkpoints into the film's window. */
  window(number: number): void {
    const { film, worker, reel, share } = this.job
    const span = windowSpan(film.plan, number)
    const filmed = progressOf(film, worker, 'filmed')
    if (filmed < span.first) return
    setProgress(film, worker, 'window', -1)
    // The step after the last good one may throw again, so it is not asked for.
    const good = { ...span, last: Math.min(filmed, span.last) }
    const keep = (state: ReelState): void => keepArrayBetween(film, state.step, state.arrays[0]!, share.first)
    if (share.count > 0 && !this.replayed.fill(good, keep, () => this.stopped())) return
    setProgress(film, worker, 'window', number)
    this.report({ kind: 'reel-progress', reel })
  }

  private kept(step: number) {
    const { film, share } = this.job
    const arrays = restoreArrays(film, step, share.first, share.count)
    // A method carries nothing yet at its start.
    return { step, t: this.times[step]!, arrays: step === 0 ? arrays.slice(0, 1) : arrays }
  }

  private stopped(): boolean {
    return Atomics.load(this.stop, 0) !== 0
  }
}
