import type { StreamHandle } from '#core/protocol/client'
import type { DistanceCurve, DistanceWish } from '#core/protocol/distances'
import type { RunInfo } from '#core/protocol/contract'
import type { Session } from '../session/session.svelte'
import type { Clock } from './clock.svelte'
import type { ViewStore } from './view.svelte'

/** A curve with what of its run is needed to draw it after the run was replaced. */
export type Distance = DistanceCurve & {
  readonly deterministic: boolean
  readonly kind: string
  /** Where its steps stand on the timeline, 0 noise to 1 data */
  readonly places: readonly number[]
}

/** The distance of the run to the exact density, growing with the film. That of the run before stays until then. */
export class DistanceStore {
  curve = $state.raw<Distance | null>(null)
  private handle: StreamHandle<'distance'> | null = null
  private sent = ''

  constructor(
    private readonly session: Session,
    private readonly clock: Clock,
    private readonly view: ViewStore,
  ) {
    session.onConnected((client) => {
      const wish = this.wish()
      this.sent = JSON.stringify(wish)
      // Not asked for yet where there is no run: no run has this number.
      const first = wish ?? { revision: -1, measure: this.view.measure, step: null }
      this.handle = client.stream('distance', first, (curve, done) => {
        this.accept(curve)
        done()
      })
    })
  }

  /** Called before every picture: asks for the open run, and for the playhead's step where it rests. */
  aim(): void {
    const { run } = this.session
    // A run in another dimension, or an equation, has nothing to do with what was shown before.
    if (run !== null && this.curve !== null && this.curve.kind !== kindOf(run)) this.curve = null
    const wish = this.wish()
    const key = JSON.stringify(wish)
    if (wish === null || key === this.sent) return
    this.sent = key
    this.handle?.update(wish)
  }

  private wish(): DistanceWish | null {
    const { run } = this.session
    if (run === null || run.direction === 'time') return null
    const { playing, step } = this.clock
    return { revision: run.revision, measure: this.view.measure, step: playing ? null : step }
  }

  private accept(curve: DistanceCurve): void {
    const { run } = this.session
    if (run?.revision !== curve.revision || curve.measure !== this.view.measure) return
    const places = Array.from(curve.steps, (step) => this.clock.fractions[step] ?? 0)
    this.curve = { ...curve, deterministic: run.deterministic, kind: kindOf(run), places }
  }
}

function kindOf(run: RunInfo): string {
  return `${run.dimension} ${run.direction === 'time'}`
}
