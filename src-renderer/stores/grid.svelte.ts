import type { Frame, GridState } from '#core/protocol/contract'
import type { DensitySource } from '#core/protocol/density-source'

/** One step's numbers of the density's grid, as they were when the playhead passed. */
export interface GridMoment {
  readonly step: number
  readonly state: GridState
}

/** The density's grid beside the particles: which density is drawn, the region that is balanced, and what was measured. */
export class GridStore {
  /** Which witness's density the stage draws */
  witness = $state<'grid' | 'exact' | 'kernel'>('grid')
  /** Whether it is drawn less the closed form, in signed colours */
  lessExact = $state(false)
  now = $state.raw<GridMoment | null>(null)
  source = $derived<DensitySource>(
    this.lessExact && this.witness !== 'exact' && this.differs ? `${this.witness}-difference` : this.witness,
  )
  /** Corners in data coordinates; null: none */
  region = $state.raw<{ readonly low: readonly number[]; readonly high: readonly number[] } | null>(null)
  /** Whether a drag on the stage draws the region */
  drawing = $state(false)
  /** By step, in rising order; of the newest run */
  history = $state.raw<readonly GridMoment[]>([])
  /** Why the grid of the newest run stopped before the end; `now` is then what was measured last. */
  problem = $state<string | null>(null)
  private revision = -1

  /** There is something to take from the witness: a closed form, or the grid from the kernels. */
  get differs(): boolean {
    return this.witness === 'kernel' || (this.witness === 'grid' && this.now?.state.toExact != null)
  }

  accept(frame: Frame): void {
    if (frame.revision !== this.revision) {
      this.revision = frame.revision
      this.history = []
    }
    this.problem = frame.gridProblem ?? null
    if (frame.grid === null) return
    const moment = { step: frame.step, state: frame.grid }
    this.now = moment
    const at = this.history.findIndex(({ step }) => step >= frame.step)
    const place = at < 0 ? this.history.length : at
    const known = this.history[place]?.step === frame.step ? 1 : 0
    this.history = [...this.history.slice(0, place), moment, ...this.history.slice(place + known)]
  }

  /** The middle of a box, a third as wide */
  showRegion({ low, high }: { readonly low: readonly number[]; readonly high: readonly number[] }): void {
    this.region = {
      low: low.map((a, i) => a + (high[i]! - a) / 3),
      high: high.map((b, i) => b - (b - low[i]!) / 3),
    }
  }

  forget(): void {
    this.now = null
    this.problem = null
    this.history = []
    this.region = null
    this.drawing = false
  }
}
