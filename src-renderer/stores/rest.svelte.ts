import type { Session } from '../session/session.svelte'
import type { Rest } from '../stage/stage-api'
import { Answer } from './answer.svelte'

/** What the density of an equation that is open tends to: asked for once its run is there. */
export class RestStore {
  readonly answer: Answer<'atRest'>

  constructor(private readonly session: Session) {
    this.answer = new Answer(session, 'atRest', (revision) => ({ revision }))
  }

  /** To be called from an effect. */
  ask(): void {
    const { run, runState, document } = this.session
    if (document?.experiment.subject.kind !== 'sde' || run === null) return
    if (runState.kind === 'done' && runState.revision === run.revision) this.answer.ask()
  }

  /** The density on the cells of the run; null where there is none, and while it is that of another run. */
  get density(): Rest | null {
    const { run } = this.session
    const values = this.answer.value?.values ?? null
    const counts = run?.grid?.counts ?? []
    if (run === null || values === null || this.answer.old) return null
    if (counts.reduce((product, count) => product * count, 1) !== values.length) return null
    const { low, high } = run.box
    const spacing = counts.map((count, axis) => (high[axis]! - low[axis]!) / count)
    return { grid: { counts, origin: spacing.map((width, axis) => low[axis]! + width / 2), spacing }, values }
  }

  /** Why there is none, in one sentence; null where there is one or nothing is known */
  get sentence(): string | null {
    return this.answer.old ? null : (this.answer.value?.sentence ?? null)
  }
}
