import type { LabDocument } from '#core/experiment/document'
import type { RunInfo, RunState } from '#core/protocol/contract'
import { cellCount } from '#core/numeric/grids/grid'
import { positivityStatement } from '#core/densities/schemes/scheme'
import { filmBytes, planFilm } from '../film-plan'
import { notShowableSentence } from '../not-finite'
import { Reel } from '../reels/reel'
import { split } from '../run'
import type { WorkerReport } from '../workers/messages'
import type { Pool } from '../workers/pool'
import type { EquationModel } from './equation-model'

/** An SDE's or a field's run over the pool: a reel of particles, a reel of the grid, and how both stand. */
export class EquationRun {
  readonly particles: Reel | null
  readonly grid: Reel
  private readonly onChange: () => void
  private top: number | null = null

  constructor(
    readonly revision: number,
    ticket: number,
    readonly document: LabDocument,
    readonly model: EquationModel,
    private readonly pool: Pool,
    filmBudget: number,
    before: EquationRun | null,
    onChange: () => void,
  ) {
    const { dimension: d, times, particles: n, domain, plan } = model
    const { experiment, seeds } = document
    const steps = times.length - 1
    this.onChange = onChange
    // Runs of diffusion models stop for it too.
    pool.want(ticket)
    const shared = { experiment, seeds }
    const cells = cellCount(domain.grid)
    const moving = planFilm(n, d, steps, 0, 'float64', filmBudget / 2)
    const rest = n === 0 ? filmBudget : filmBudget - filmBytes(moving)
    const still = planFilm(cells, 1, steps, plan?.scheme.facts.carries ?? 0, 'float64', rest)
    this.particles =
      n === 0
        ? null
        : new Reel(
            {
              ...shared,
              what: 'particles',
              film: moving,
              // Carried particles need the grid, which every share would solve again.
              shares: split(n, model.carried === null ? pool.workers : 1),
              before: before?.particles?.film ?? null,
            },
            (worker, job) => pool.post(worker, job),
            onChange,
          )
    this.grid = new Reel(
      {
        ...shared,
        what: 'grid',
        film: still,
        shares: [{ first: 0, count: cells }],
        before: before?.grid.film ?? null,
      },
      (_, job) => pool.postGrid(job),
      onChange,
    )
  }

  /** Largest size of the grid's values at a quarter of the horizon, where a start that is a point has spread; null before. */
  usualTop(): number | null {
    if (this.top !== null) return this.top
    const values = this.grid.at(this.markSteps()[0]!)
    if (values === null) return null
    let top = 0
    for (let i = 0; i < values.length; i++) top = Math.max(top, Math.abs(values[i]!))
    this.top = top
    return top
  }

  /** Steps on the film whose largest values fix the range of colours: a quarter of the horizon, and its end. */
  markSteps(): readonly number[] {
    const { stride, steps } = this.grid.film.plan
    return [Math.floor(Math.ceil(steps / 4) / stride) * stride, Math.floor(steps / stride) * stride]
  }

  /** Last step that all of it has reached. */
  filmed(): number {
    return Math.min(this.grid.filmed(), this.particles?.filmed() ?? Infinity)
  }

  get state(): RunState {
    const { revision } = this
    const failed = this.grid.failure ?? this.particles?.failure ?? null
    if (failed !== null) {
      const { step, t } = failed
      return {
        kind: 'failed',
        revision,
        step,
        sentence: failed.sentence ?? notShowableSentence(this.what(), step, t, this.method()),
      }
    }
    const steps = this.model.times.length - 1
    const filmed = this.filmed()
    return filmed === steps ? { kind: 'done', revision } : { kind: 'running', revision, filmed, steps }
  }

  onReport(_: number, report: WorkerReport): void {
    if (!this.grid.onReport(report)) this.particles?.onReport(report)
  }

  onDeath(worker: number, reason: string): void {
    if (worker === this.pool.workers + 1) this.grid.onDeath(0, reason)
    else this.particles?.onDeath(worker, reason)
    this.onChange()
  }

  dispose(): void {
    this.grid.dispose()
    this.particles?.dispose()
  }

  /** What failed */
  private what(): 'density' | 'field' | 'particles' {
    if (this.grid.failure === null) return 'particles'
    return this.model.subject.kind === 'field' ? 'field' : 'density'
  }

  private method(): string {
    if (this.model.carried !== null) return this.model.plan?.scheme.title ?? 'the solver'
    return this.grid.failure === null ? 'Euler–Maruyama' : (this.model.plan?.scheme.title ?? 'the solver')
  }
}

/** What does not change while a film plays. */
export function describeEquation(model: EquationModel, revision: number, workers: number): RunInfo {
  const { domain, dimension, times, particles, plan, subject, sde } = model
  const none = new Float64Array(0)
  const { axes } = domain.grid
  const field = subject.kind === 'field'
  return {
    revision,
    dimension,
    particles,
    times,
    alpha: none,
    sigma: none,
    logSnr: none,
    nfe: none,
    direction: 'time',
    deterministic: sde === null,
    equation: model.formula,
    backend: { name: 'reference', precision: 'float64', build: 'typescript' },
    backendReason: field
      ? 'Fields are solved in float64 on a thread of their own.'
      : 'Formulas run in float64; the density has a thread of its own.',
    workers,
    dataVariance: 1,
    box: { low: axes.map(({ low }) => low), high: axes.map(({ high }) => high) },
    scoreAccuracy: '',
    startMismatch: null,
    grid: {
      counts: axes.map(({ count }) => count),
      what: field ? 'field' : 'density',
      stands: plan === null,
      total: model.total,
      scheme: plan?.scheme.title ?? 'Direct solution',
      statement: plan === null ? 'It stands still.' : positivityStatement(plan.scheme, plan.problem, 0),
    },
  }
}
