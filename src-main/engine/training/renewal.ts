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

/**
 * Particles flow under a network while it learns: the open run is computed again behind the picture and takes its place
 * when it is whole, so that the picture never goes back to noise. Weights that come meanwhile are taken up after it.
 */
export class Renewal {
  private next: Run | null = null
  private spare: Film | null = null
  private stale = false

  constructor(private readonly host: RenewalHost) {}

  /** There are newer weights. */
  wake(): void {
    this.stale = true
    this.begin()
  }

  /** The current run went on. */
  begin(): void {
    if (!this.stale || this.next !== null) return
    const { state } = this.host.current()
    if (state.kind !== 'done' && state.kind !== 'failed') return
    this.stale = false
    this.next = this.host.make(this.spare, () => this.settle())
    this.spare = null
  }

  /** Another document was opened. */
  drop(): void {
    this.next = null
    this.spare = null
    this.stale = false
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
    this.begin()
  }
}
