import type { DensitySource, Frame, GridState } from '#core/protocol/contract'

/** One step's numbers of the density's grid, as they were when the playhead passed. */
export interface GridMoment {
  readonly step: number
  readonly state: GridState
}

/** The density's grid beside the particles: which density is drawn, the region that is balanced, and what was measured. */
export class GridStore {
  source = $state<DensitySource>('grid')
  /** Corners in data coordinates; null: none */
  region = $state.raw<{ readonly low: readonly number[]; readonly high: readonly number[] } | null>(null)
  /** Whether a drag on the stage draws the region */
  drawing = $state(false)
  now = $state.raw<GridMoment | null>(null)
  /** By step, in rising order; of the newest run */
  history = $state.raw<readonly GridMoment[]>([])
  private revision = -1

  accept(frame: Frame): void {
    if (frame.grid === null) return
    const moment = { step: frame.step, state: frame.grid }
    if (frame.revision !== this.revision) {
      this.revision = frame.revision
      this.history = []
    }
    this.now = moment
    const at = this.history.findIndex(({ step }) => step >= frame.step)
    const place = at < 0 ? this.history.length : at
    const known = this.history[place]?.step === frame.step ? 1 : 0
    this.history = [...this.history.slice(0, place), moment, ...this.history.slice(place + known)]
  }

  forget(): void {
    this.now = null
    this.history = []
    this.region = null
    this.drawing = false
  }
}
