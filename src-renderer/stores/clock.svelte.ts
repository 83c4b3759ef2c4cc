import type { RunInfo } from '#core/protocol/contract'
import type { Session } from '../session/session.svelte'
import { fractionsOf, stepAt } from '../stage/time-axis'

/** Seconds that the whole timeline takes at speed 1: 200 steps, the default, give 33 new pictures a second. */
const WHOLE = 6

/**
 * The one clock of all panes. The playhead is a fraction of the timeline, 0 noise and 1 data; what is drawn is the
 * step of the sampler that is nearest to it. Scrubbing does not change whether it plays.
 */
export class Clock {
  playing = $state(false)
  at = $state(0)
  fractions = $state.raw<Float64Array>(new Float64Array([0, 1]))
  step = $derived(stepAt(this.fractions, this.at))
  private run: RunInfo | null = null
  private held = false

  constructor(private readonly session: Session) {
    this.playing = !matchMedia('(prefers-reduced-motion: reduce)').matches
  }

  /** A new run keeps the playhead where it is on the timeline. */
  setRun(run: RunInfo): void {
    const axis = this.session.document?.timeline.axis ?? 'log-snr'
    const turned = this.run !== null && this.run.direction !== run.direction
    this.run = run
    this.fractions = fractionsOf(run, axis)
    if (turned) this.restart()
  }

  /** Last step that can be shown as the sampler made it. */
  private get filmed(): number {
    const { runState } = this.session
    return runState.kind === 'running' && runState.revision === this.run?.revision
      ? runState.filmed
      : Infinity
  }

  private get range(): readonly [number, number] {
    return this.session.document?.timeline.range ?? [0, 1]
  }

  private get sign(): number {
    return this.run?.direction === 'forward' ? -1 : 1
  }

  /** Moves on by some seconds; called before every picture. */
  tick(seconds: number): void {
    if (
      !this.playing ||
      this.held ||
      this.run?.grid?.stands === true ||
      this.session.link.state !== 'connected'
    )
      return
    const { speed, loop } = this.session.document?.timeline ?? { speed: 1, loop: true }
    const [low, high] = this.range
    // Playing waits for a film that is still being computed; scrubbing may run ahead of it.
    if (this.step >= this.filmed && this.step < this.fractions.length - 1) return
    let next = this.at + (this.sign * seconds * speed) / WHOLE
    if (next > high || next < low) {
      if (!loop) this.playing = false
      next = loop ? (this.sign > 0 ? low : high) : this.sign > 0 ? high : low
    }
    this.at = next
  }

  toggle(): void {
    const [low, high] = this.range
    const end = this.sign > 0 ? this.at >= high : this.at <= low
    if (!this.playing && end) this.restart()
    this.playing = !this.playing
  }

  /** Back to the start of the run, with the same noise. */
  restart(): void {
    const [low, high] = this.range
    this.at = this.sign > 0 ? low : high
  }

  stepBy(count: number): void {
    this.playing = false
    const last = this.fractions.length - 1
    const step = Math.min(last, Math.max(0, this.step + count))
    this.at = this.fractions[step]!
  }

  toEnd(end: 'noise' | 'data'): void {
    this.at = end === 'noise' ? 0 : 1
  }

  /** Holds the playhead while it is dragged. */
  scrub(at: number | null): void {
    this.held = at !== null
    if (at !== null) this.at = Math.min(1, Math.max(0, at))
  }
}
