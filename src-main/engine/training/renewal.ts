import type { Film } from '../film'
import type { Run } from '../run'
import type { WorkerReport } from '../workers/messages'

export interface RenewalHost {
  current(): Run
  /** The open document's run under the newest weights, into the film that is given; `onChange` as it goes on. */
  make(before: Film | null, onChange: () => void): Run
  /** Takes the place of the current run: same document, same revision, newer weights. */
  swap(run: Run): void
}

/** How long the threads are left to others after a run, as a multiple of what it took; at most so many milliseconds */
const REST = 3
const LONGEST_REST = 2000

/**
 * Particles flow under a network while it learns: the open run is computed again behind the picture and takes its place
 * when it is whole, so that the picture never goes back to noise. Weights that come meanwhile are taken up after it,
 * and after a rest: on few cores the training would lose the half of its speed to runs that nobody has seen yet.
 */
export class Renewal {
  private next: Run | null = null
  private spare: Film | null = null
  private stale = false
  private began = 0
  private resting: ReturnType<typeof setTimeout> | null = null

  constructor(private readonly host: RenewalHost) {}

  /** There are newer weights. */
  wake(): void {
    this.stale = true
    this.begin()
  }

  /** The current run went on. */
  begin(): void {
    if (!this.stale || this.next !== null || this.resting !== null) return
    const { state } = this.host.current()
    if (state.kind !== 'done' && state.kind !== 'failed') return
    this.stale = false
    this.began = performance.now()
    this.next = this.host.make(this.spare, () => this.settle())
    this.spare = null
  }

  /** Another document was opened. */
  drop(): void {
    this.next = null
    this.spare = null
    this.stale = false
    this.wakeUp()
  }

  onReport(worker: number, report: WorkerReport): void {
    this.next?.onReport(worker, report)
  }

  /** True when the run that is computed here was hit. */
  onDeath(worker: number, reason: string): boolean {
    this.next?.onDeath(worker, reason)
    return this.next !== null
  }

  private settle(): void {
    const { next } = this
    if (next === null || (next.state.kind !== 'done' && next.state.kind !== 'failed')) return
    this.spare = this.host.current().film
    this.next = null
    this.host.swap(next)
    const rest = Math.min(LONGEST_REST, REST * (performance.now() - this.began))
    this.resting = setTimeout(() => {
      this.wakeUp()
      this.begin()
    }, rest)
    this.resting.unref()
  }

  private wakeUp(): void {
    if (this.resting !== null) clearTimeout(this.resting)
    this.resting = null
  }
}
