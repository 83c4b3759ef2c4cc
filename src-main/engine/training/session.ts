import { errorMeter, type ErrorMeter } from '#core/learning/error/meter'
import { sharedWeights } from '#core/learning/network-table'
import { planTraining, type PlannedTraining } from '#core/learning/plan/plan-training'
import { train } from '#core/learning/training/train'
import type { Trainer } from '#core/learning/training/trainer'
import { Invalid } from '#core/params/invalid'
import { createTrainer } from '../tensors/create-trainer'
import { loaderOf } from '../tensors/tensorflow'
import { readCheckpoint, writeCheckpoint } from './checkpoint-file'
import type { BeginTraining, TrainerJob, TrainerReport } from './messages'
import { trainingContext, trainingValues } from './model-of'

/** Milliseconds of steps between looks at what was asked */
const TURN = 30
/** Milliseconds between weights that are handed to the running experiment */
const HAND_OVER = 250
/** Milliseconds between checkpoints */
const SAVE = 2000
/** Moments of a training that its film keeps, about */
const MOMENTS = 240

/**
 * One training in its own thread: takes steps in short turns, so that what is asked in between is heard, and tells what
 * came of them. Which steps are measured, kept for the film and which numbers are drawn does not depend on the clock.
 */
export class TrainingSession {
  private active: Active | null = null
  private going = false
  private factor = 1

  constructor(private readonly tell: (report: TrainerReport) => void) {}

  async handle(job: TrainerJob): Promise<void> {
    switch (job.kind) {
      case 'begin':
        this.factor = job.factor
        this.going = job.going
        this.active = await this.begin(job)
        return this.turn()
      case 'go':
        if (this.going) return
        this.going = true
        return this.turn()
      case 'pause':
        this.going = false
        if (this.active === null) return
        this.active.save()
        return this.tell({ kind: 'paused', step: this.active.step })
      case 'rate':
        this.factor = job.factor
    }
  }

  private async begin(job: BeginTraining): Promise<Active | null> {
    try {
      return await Active.create(job, this.tell)
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      this.tell({ kind: 'refused', sentence: error.message })
      return null
    }
  }

  private turn(): void {
    const { active } = this
    if (!this.going || active === null) return
    if (active.turn(this.factor)) setImmediate(() => this.turn())
    else this.active = null
  }
}

class Active {
  private readonly steps: ReturnType<typeof train>
  private savedAt = performance.now()
  private toldAt = 0
  private best = Infinity
  private waited = 0
  step: number

  private constructor(
    private readonly plan: PlannedTraining,
    private readonly trainer: Trainer,
    private readonly meter: ErrorMeter,
    private readonly file: string | null,
    private readonly tell: (report: TrainerReport) => void,
  ) {
    this.step = trainer.state().step
    this.steps = train(plan.problem, trainer)
  }

  static async create(job: BeginTraining, tell: (report: TrainerReport) => void): Promise<Active> {
    const context = trainingContext(job.subject, job.seeds)
    const plan = planTraining(trainingValues(job.witness), context)
    const { trainer, reason } = await createTrainer(job.backend ?? 'auto', plan.spec, {
      slopes: plan.problem.loss.slopes,
      load: loaderOf(job.native),
    })
    const found =
      job.file === null
        ? { checkpoint: null, problem: null }
        : readCheckpoint(job.file, plan.architecture, plan.seed)
    if (found.checkpoint !== null) trainer.restore(found.checkpoint.state)
    const meter = errorMeter(plan.architecture, context.exact, context.data, context.process)
    const active = new Active(plan, trainer, meter, job.file, tell)
    const { name, build } = trainer.info
    tell({
      kind: 'begun',
      step: active.step,
      weights: sharedWeights(trainer.state().average),
      backend: `${name} (${build})`,
      reason: found.problem === null ? reason : `${reason} ${found.problem}`,
      logSnr: meter.logSnr,
    })
    if (active.step === 0) active.measure()
    return active
  }

  /** Steps for a short while; false when there are no more. */
  turn(factor: number): boolean {
    const { plan, tell } = this
    const from = performance.now()
    const moment = Math.max(1, Math.ceil(plan.schedule.steps / MOMENTS))
    const first = this.step + 1
    const loss: number[] = []
    const norm: number[] = []
    let rate = 0
    let sentence: string | null = null
    let done = false
    while (performance.now() - from < TURN) {
      const { value, done: ended } = this.steps.next({ rateFactor: factor })
      if (ended === true) {
        sentence = value.kind === 'diverged' ? value.sentence : null
        done = true
        break
      }
      this.step = value.step
      loss.push(value.loss)
      norm.push(value.gradientNorm)
      rate = value.rate
      if (this.step % moment === 0 || this.step % plan.reportEvery === 0) break
    }
    const now = performance.now()
    if (loss.length > 0)
      tell({
        kind: 'steps',
        first,
        loss: Float64Array.from(loss),
        gradientNorm: Float64Array.from(norm),
        rate,
        seconds: (now - from) / 1000,
      })
    if (done) return this.end(sentence)
    const keep = this.step % moment === 0
    if (keep || now - this.toldAt > HAND_OVER) this.handOver(keep)
    if (this.step % plan.reportEvery === 0 && this.enough(this.measure())) return this.end(null)
    if (now - this.savedAt > SAVE) this.save()
    return true
  }

  save(): void {
    const { file, plan, trainer } = this
    this.savedAt = performance.now()
    if (file === null) return
    const state = trainer.state()
    writeCheckpoint(file, {
      architecture: plan.architecture,
      state,
      seed: plan.seed,
      backend: trainer.info.name,
    })
    this.tell({ kind: 'saved', step: state.step })
  }

  private end(sentence: string | null): false {
    const { trainer } = this
    this.step = trainer.state().step
    this.handOver(true)
    if (this.step % this.plan.reportEvery !== 0) this.measure()
    this.save()
    this.tell({ kind: 'ended', step: this.step, sentence })
    trainer.dispose()
    return false
  }

  private handOver(keep: boolean): void {
    const { step, average } = this.trainer.state()
    this.toldAt = performance.now()
    this.tell({ kind: 'weights', step, weights: sharedWeights(average), keep })
  }

  private measure(): number {
    const error = this.meter.measure((out, inputs, n) => this.trainer.forward('average', out, inputs, n))
    this.tell({ kind: 'error', error: { step: this.step, ...error } })
    return error.total
  }

  /** Whether the stop conditions are met; they look at measurements at fixed steps, never at the clock. */
  private enough(total: number): boolean {
    const { targetError, patience } = this.plan
    if (targetError > 0 && total <= targetError) return true
    this.waited = total < this.best ? 0 : this.waited + 1
    this.best = Math.min(this.best, total)
    return patience > 0 && this.waited >= patience
  }
}
