export interface StopLimits {
  /** Error at which a training ends; 0: never */
  readonly targetError: number
  /** Measurements without a lower error after which it ends; 0: never */
  readonly patience: number
}

export interface StopState {
  /** Lowest error so far; null before the first */
  readonly best: number | null
  /** Measurements since */
  readonly waited: number
}

/** When a training has had enough: it looks at measurements at fixed steps, never at the clock. */
export class StopCondition {
  private held: StopState

  constructor(
    private readonly limits: StopLimits,
    from: StopState | null = null,
  ) {
    this.held = from ?? { best: null, waited: 0 }
  }

  get state(): StopState {
    return this.held
  }

  /** Takes a measurement; true when it was the last one needed. */
  met(error: number): boolean {
    const { best, waited } = this.held
    const lower = best === null || error < best
    this.held = { best: lower ? error : best, waited: lower ? 0 : waited + 1 }
    const { targetError, patience } = this.limits
    return (targetError > 0 && error <= targetError) || (patience > 0 && this.held.waited >= patience)
  }
}
