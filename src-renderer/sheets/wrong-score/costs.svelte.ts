import { simulatedLambdas, type WrongScoreCost, wrongScoreLambdas } from '#core/protocol/wrong-score'
import type { Session } from '../../session/session.svelte'

/** What a wrong score costs at one share of noise after the other, for the run that is open. */
export class Costs {
  /** By rising lambda; those of the run before until the first of the new one is there */
  values = $state.raw<readonly WrongScoreCost[]>([])
  /** One sentence when the engine refuses */
  problem = $state<string | null>(null)
  waiting = $state(false)
  private of = $state(-1)
  private asked = -1

  constructor(private readonly session: Session) {}

  /** What is there is that of an older run. */
  get old(): boolean {
    return this.of !== this.session.run?.revision
  }

  /** To be called from an effect. `present` is the document's own share, which comes first; null where it has none. */
  ask(present: number | null): void {
    const { run, client } = this.session
    if (run === null || client === null || run.revision === this.asked) return
    this.asked = run.revision
    void this.fetch(run.revision, present)
  }

  private async fetch(revision: number, present: number | null): Promise<void> {
    const mine = (): boolean => this.asked === revision && this.session.run?.revision === revision
    this.waiting = true
    let found: readonly WrongScoreCost[] = []
    try {
      for (const lambda of new Set([...(present === null ? [] : [present]), ...wrongScoreLambdas])) {
        const simulate = lambda === present || simulatedLambdas.includes(lambda)
        const cost = await this.session.client?.call('wrongScore', { revision, lambda, simulate })
        if (cost === undefined || !mine()) return
        found = [...found, cost].sort((a, b) => a.lambda - b.lambda)
        this.values = found
        this.of = revision
        this.problem = null
      }
    } catch (error) {
      if (mine()) this.problem = error instanceof Error ? error.message : String(error)
    } finally {
      if (this.asked === revision) this.waiting = false
    }
  }
}
