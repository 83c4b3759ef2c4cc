import type { LabDocument } from '#core/experiment/document'
import { cellCount } from '#core/numeric/grids/grid'
import type { Frame, FrameRequest } from '#core/protocol/contract'
import type { Model } from '../assemble'
import { planFilm } from '../film-plan'
import { Reel } from '../reels/reel'
import type { WorkerReport } from '../workers/messages'
import type { Pool } from '../workers/pool'
import { type WitnessGrid, witnessGridOf } from './witness-grid'

/** The density grid beside a diffusion model's run, on a thread of its own, with exact seeks. */
export class WitnessReel {
  private readonly reel: Reel

  private constructor(
    readonly witness: WitnessGrid,
    { experiment, seeds }: LabDocument,
    pool: Pool,
    budget: number,
    onChange: () => void,
  ) {
    const cells = cellCount(witness.grid)
    const steps = witness.plan.times.length - 1
    const carries = witness.plan.scheme.facts.carries ?? 0
    const film = planFilm(cells, 1, steps, carries, 'float64', budget)
    this.reel = new Reel(
      { what: 'grid', experiment, seeds, film, shares: [{ first: 0, count: cells }], before: null },
      (_, job) => pool.postGrid(job),
      onChange,
    )
  }

  /** null where the document asks for none. Throws `Invalid`. */
  static of(
    document: LabDocument,
    model: Model,
    pool: Pool,
    budget: number,
    onChange: () => void,
  ): WitnessReel | null {
    const witness = witnessGridOf(document.experiment, model)
    return witness === null ? null : new WitnessReel(witness, document, pool, budget, onChange)
  }

  onReport(report: WorkerReport): boolean {
    return this.reel.onReport(report)
  }

  onDeath(reason: string): void {
    this.reel.onDeath(0, reason)
  }

  dispose(): void {
    this.reel.dispose()
  }

  /** Why the grid stopped, with the step from which it is not there; null while it goes on */
  private get problem(): string | null {
    const { failure } = this.reel
    if (failure === null) return null
    const { step, sentence } = failure
    const reason =
      sentence ?? 'the density left the numbers that can be shown; more steps or another scheme was expected.'
    return `The grid stopped at step ${step}: ${reason}`
  }

  /** What changes the picture besides the particles: a frame is sent again when the grid reaches its step. */
  key({ step, wants }: FrameRequest): string {
    return JSON.stringify([wants.source, wants.region, this.reel.at(step) !== null, this.problem])
  }

  /** The frame with the grid's numbers, and its density where that is asked for; as it was while the grid is not there. */
  added(frame: Frame, wants: FrameRequest['wants']): Frame {
    const p = this.reel.at(frame.step)
    const x = frame.particles
    const problem = this.problem
    const told = problem === null ? frame : { ...frame, gridProblem: problem }
    if (p === null || x === null) return told
    return {
      ...told,
      density: this.witness.density(p, frame.step, x, wants.source ?? 'exact') ?? frame.density,
      grid: wants.statistics ? this.witness.state(p, frame.step, x, wants) : null,
    }
  }
}
