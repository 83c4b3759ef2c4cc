import { averageOf } from '#core/learning/distillation/consistency-distillation'
import { jumpMeter } from '#core/learning/distillation/jump-meter'
import { errorMeter, type ErrorMeter } from '#core/learning/error/meter'
import { History } from '#core/learning/history/history'
import type { Progress } from '#core/learning/history/progress'
import { StopCondition } from '#core/learning/history/stop-condition'
import { sharedWeights } from '#core/learning/network-table'
import {
  type DistillationNetworks,
  planNetwork,
  planTraining,
  type PlannedTraining,
} from '#core/learning/plan/plan-training'
import { type StepEvent, train } from '#core/learning/training/train'
import type { Trainer } from '#core/learning/training/trainer'
import { Watch } from '#core/learning/training/watch'
import { Invalid } from '#core/params/invalid'
import { createTrainer } from '../tensors/create-trainer'
import { loaderOf } from '../tensors/tensorflow'
import { readCheckpoint, writeCheckpoint } from './checkpoint-file'
import { TrainingFilm } from './film/training-film'
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
        this.active.save('paused')
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
  private readonly watch: Watch
  private readonly stop: StopCondition
  private readonly history: History
  private savedAt = performance.now()
  private toldAt = 0
  private factor = 1
  private ended = false
  step: number

  private constructor(
    private readonly plan: PlannedTraining,
    private readonly trainer: Trainer,
    private readonly meter: ErrorMeter,
    private readonly places: { readonly file: string | null; readonly film: TrainingFilm | null },
    progress: Progress | null,
    private readonly tell: (report: TrainerReport) => void,
  ) {
    this.step = trainer.state().step
    this.watch = new Watch(progress?.watch)
    this.stop = new StopCondition(plan, progress?.stop)
    this.history = progress === null ? new History() : History.fromJson(progress.history)
    this.history.logSnr = meter.logSnr
    this.steps = train(plan.problem, trainer, this.watch)
  }

  static async create(job: BeginTraining, tell: (report: TrainerReport) => void): Promise<Active> {
    const context = trainingContext(job.subject, job.seeds, job.networks)
    const values = trainingValues(job.witness)
    const { spec, loss, distillation, architecture } = planNetwork(values, context)
    const backend = job.backend ?? 'auto'
    const needs = { slopes: loss?.loss.slopes ?? false, load: loaderOf(job.native) }
    const { trainer, reason } = await createTrainer(backend, spec, needs)
    let asked: DistillationNetworks | undefined
    if (distillation !== null) {
      const { weights } = distillation.teacher
      const teacher = (await createTrainer(backend, { ...spec, weights }, needs)).trainer
      asked = { teacher: averageOf(architecture, teacher), average: averageOf(architecture, trainer) }
    }
    const plan = planTraining(values, context, asked)
    const { checkpoint, problem } =
      job.file === null
        ? { checkpoint: null, problem: null }
        : readCheckpoint(job.file, plan.architecture, plan.seed)
    if (checkpoint !== null) trainer.restore(checkpoint.state)
    const { data, process, exact } = context
    const meter =
      asked === undefined
        ? errorMeter(architecture, exact, data, process)
        : jumpMeter(asked.teacher, data, process)
    const film = job.film === null ? null : new TrainingFilm(job.film, plan.architecture)
    const places = { file: job.file, film }
    const active = new Active(plan, trainer, meter, places, checkpoint?.progress ?? null, tell)
    film?.back(active.step)
    const newest = sharedWeights(trainer.state().average)
    if (active.step === 0) film?.add({ step: 0, weights: newest })
    const { name, build } = trainer.info
    tell({
      kind: 'begun',
      step: active.step,
      weights: newest,
      backend: `${name} (${build})`,
      reason: problem === null ? reason : `${reason} ${problem}`,
      history: active.history.toJson(),
    })
    if (active.step === 0) active.measure()
    return active
  }

  /** Steps for a short while; false when there are no more. */
  turn(factor: number): boolean {
    const { plan, tell, history } = this
    this.factor = factor
    const from = performance.now()
    const moment = Math.max(1, Math.ceil(plan.schedule.steps / MOMENTS))
    const first = this.step + 1
    const taken: StepEvent[] = []
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
      history.addStep(value.step, value)
      taken.push(value)
      if (this.step % moment === 0 || this.step % plan.reportEvery === 0) break
    }
    const now = performance.now()
    if (taken.length > 0)
      tell({
        kind: 'steps',
        first,
        loss: Float64Array.from(taken, ({ loss }) => loss),
        gradientNorm: Float64Array.from(taken, ({ gradientNorm }) => gradientNorm),
        rate: Float64Array.from(taken, ({ rate }) => rate),
        seconds: (now - from) / 1000,
      })
    if (done) return this.end(sentence)
    const keep = this.step % moment === 0
    if (keep || now - this.toldAt > HAND_OVER) this.handOver(keep)
    if (this.step % plan.reportEvery === 0 && this.stop.met(this.measure())) return this.end(null)
    // What runs away is not written: the checkpoint is what a training goes back to.
    if (now - this.savedAt > SAVE && this.watch.calm) this.save('going')
    return true
  }

  save(state: Progress['state'], sentence: string | null = null): void {
    if (this.ended) return
    const { plan, trainer, places, history, stop, watch, factor } = this
    this.savedAt = performance.now()
    if (places.file === null) return
    const held = trainer.state()
    writeCheckpoint(places.file, {
      architecture: plan.architecture,
      state: held,
      seed: plan.seed,
      backend: trainer.info.name,
      progress: { history: history.toJson(), stop: stop.state, watch: watch.state, factor, state, sentence },
    })
    this.tell({ kind: 'saved', step: held.step })
  }

  private end(sentence: string | null): false {
    const { trainer } = this
    this.step = trainer.state().step
    this.handOver(true)
    if (this.step % this.plan.reportEvery !== 0) this.measure()
    this.save(sentence === null ? 'done' : 'failed', sentence)
    this.ended = true
    this.tell({ kind: 'ended', step: this.step, sentence })
    trainer.dispose()
    return false
  }

  private handOver(keep: boolean): void {
    const { step, average } = this.trainer.state()
    this.toldAt = performance.now()
    const weights = sharedWeights(average)
    if (keep) this.places.film?.add({ step, weights })
    this.tell({ kind: 'weights', step, weights, keep: keep && this.places.film !== null })
  }

  private measure(): number {
    const measured = this.meter.measure((out, inputs, n) => this.trainer.forward('average', out, inputs, n))
    const error = { step: this.step, ...measured }
    this.history.addError(error)
    this.tell({ kind: 'error', error })
    return error.total
  }
}
