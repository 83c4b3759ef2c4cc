import type { StreamHandle } from '#core/protocol/client'
import type { Study } from '#core/protocol/study'
import type { Session } from '../session/session.svelte'

/** The document's convergence study as far as it has come. It is kept when it is stopped and when its sheet closes. */
export class StudyStore {
  study = $state.raw<Study | null>(null)
  running = $state(false)
  private handle: StreamHandle<'convergence'> | null = null

  constructor(private readonly session: Session) {
    // A stream ends with its connection; what has arrived stays.
    session.onConnected(() => {
      this.handle = null
      this.running = false
    })
  }

  /** Begins it anew for the document that is open. */
  start(): void {
    const { client, run } = this.session
    this.stop()
    if (client === null || run === null) return
    this.study = null
    this.running = true
    const handle = client.stream('convergence', { revision: run.revision }, (study, done) => {
      if (handle !== this.handle) return
      this.study = study
      if (study.done) this.stop()
      done()
    })
    this.handle = handle
  }

  stop(): void {
    this.handle?.close()
    this.handle = null
    this.running = false
  }
}
