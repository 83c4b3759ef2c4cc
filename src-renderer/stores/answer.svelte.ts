import type { CallName, Calls } from '#core/protocol/contract'
import type { Session } from '../session/session.svelte'

/**
 * The engine's answer to one question about the run that is open. It is asked again for every newer run; the answer
 * before stays until the next one is there.
 */
export class Answer<Name extends CallName> {
  value = $state.raw<Calls[Name]['output'] | null>(null)
  /** One sentence when the engine refuses */
  problem = $state<string | null>(null)
  waiting = $state(false)
  private of = $state(-1)
  private asked = -1

  constructor(
    private readonly session: Session,
    private readonly name: Name,
    private readonly input: (revision: number) => Calls[Name]['input'],
  ) {}

  /** The answer is that of an older run. */
  get old(): boolean {
    return this.of !== this.session.run?.revision
  }

  /** To be called from an effect: asks once for every run. */
  ask(): void {
    const { run, client } = this.session
    if (run === null || client === null || run.revision === this.asked) return
    this.asked = run.revision
    void this.fetch(run.revision)
  }

  /** Asks for the same run once more, where what is asked has changed. */
  again(): void {
    this.asked = -1
    this.ask()
  }

  private async fetch(revision: number): Promise<void> {
    this.waiting = true
    try {
      const value = await this.session.client?.call(this.name, this.input(revision))
      if (value === undefined || this.asked !== revision) return
      this.value = value
      this.of = revision
      this.problem = null
    } catch (error) {
      // A run that was replaced meanwhile is asked about no more.
      if (this.asked === revision && this.session.run?.revision === revision)
        this.problem = error instanceof Error ? error.message : String(error)
    } finally {
      if (this.asked === revision) this.waiting = false
    }
  }
}
