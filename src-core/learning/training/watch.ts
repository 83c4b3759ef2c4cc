import type { StepResult } from './trainer'

/** Steps whose mean loss says what is usual */
const FIRST_STEPS = 10
/** A smoothed loss so many times the usual one is no longer a loss that falls. */
const RAN_AWAY = 100
/** The same among the first steps, against the very first. */
const AT_ONCE = 1e4

/** What is kept between steps; a training that goes on from a checkpoint goes on with it. */
export interface WatchState {
  readonly seen: number
  /** Size of the very first loss, the usual one, and the one of late */
  readonly first: number
  readonly usual: number
  readonly smooth: number
}

/** Looks whether the loss runs away. Losses with a divergence are negative when all is well. */
export class Watch {
  private held: WatchState

  constructor(from: WatchState | null = null) {
    this.held = from ?? { seen: 0, first: 0, usual: 0, smooth: 0 }
  }

  get state(): WatchState {
    return this.held
  }

  /** The beginning of a sentence when something is wrong. */
  wrong({ loss, gradientNorm }: StepResult): string | null {
    if (!Number.isFinite(loss)) return 'The loss was no finite number'
    if (!Number.isFinite(gradientNorm)) return 'The gradient was no finite number'
    const seen = this.held.seen + 1
    const first = seen === 1 ? Math.abs(loss) : this.held.first
    if (seen <= FIRST_STEPS) {
      const usual = this.held.usual + (Math.abs(loss) - this.held.usual) / seen
      this.held = { seen, first, usual, smooth: usual }
      return loss > AT_ONCE * (1 + first) ? grown(loss, first) : null
    }
    const { usual } = this.held
    const smooth = this.held.smooth + 0.1 * (loss - this.held.smooth)
    this.held = { seen, first, usual, smooth }
    return smooth <= RAN_AWAY * usual ? null : grown(smooth, usual)
  }

  /** Whether what there is now is worth going back to. */
  get calm(): boolean {
    return this.held.smooth <= 3 * this.held.usual
  }
}

function grown(to: number, from: number): string {
  return `The loss grew to ${to.toPrecision(3)} from ${from.toPrecision(3)}`
}
