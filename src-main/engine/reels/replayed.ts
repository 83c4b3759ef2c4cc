import type { WindowSpan } from '../film-plan'

interface Step {
  readonly step: number
}

/**
 * States of windows, one window after the other. Where the next one is asked for, as in playing, the run goes on from
 * where the last window ended; else it begins at the checkpoint, so that a part of a long stride costs at most a stride.
 */
export class Replayed<State extends Step> {
  private ahead: { readonly next: number; readonly states: Generator<State, void, undefined> } | null = null

  /** `from(step)` goes on from a checkpoint, which it yields first. */
  constructor(private readonly from: (step: number) => Generator<State, void, undefined>) {}

  /** Gives every state from `first` to `last` to `keep`. False where `stopped` says so in between. */
  fill(
    { checkpoint, first, last }: WindowSpan,
    keep: (state: State) => void,
    stopped: () => boolean,
  ): boolean {
    const going = this.ahead?.next === first ? this.ahead.states : null
    if (going === null) this.drop()
    this.ahead = null
    const states = going ?? this.from(checkpoint)
    for (let found = states.next(); found.done !== true; found = states.next()) {
      if (stopped()) {
        states.return()
        return false
      }
      if (found.value.step >= first) keep(found.value)
      if (found.value.step === last) break
    }
    this.ahead = { next: last + 1, states }
    return true
  }

  /** Lets go of the run that would go on. */
  drop(): void {
    this.ahead?.states.return()
    this.ahead = null
  }
}
