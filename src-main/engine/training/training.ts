import { rmSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { GenerativeSubject, LabDocument, Seeds } from '#core/experiment/document'
import { History } from '#core/learning/history/history'
import { type NetworkTable, type NetworkValue, sharedWeights } from '#core/learning/network-table'
import type { PlannedNetwork } from '#core/learning/plan/plan-training'
import type { Checkpoint } from '#core/learning/training/checkpoint'
import type { Choice } from '#core/params/param'
import type { TrainingAction, TrainingState, TrainingView } from '#core/protocol/training'
import { endThread } from '../workers/native-gate'
import { readCheckpoint } from './checkpoint-file'
import { filmOf } from './film/bound-films'
import { type Moment, TrainingFilm } from './film/training-film'
import type { TrainerJob, TrainerReport } from './messages'

/** Deaths of its thread that one training survives. */
const PATIENCE = 5

/** What is trained, on what. */
export interface TrainingRequest {
  readonly subject: GenerativeSubject
  readonly witness: Choice
  readonly seeds: Seeds
  readonly networks: NetworkTable
  /** Where the native packages of Settings are */
  readonly native?: string
}

export interface TrainingEvents {
  /** Something that `view` tells has changed. */
  onChange(): void
  /** There are newer weights. */
  onWeights(): void
}

/** A thread that trains; tests put one in this thread in its place. */
export interface TrainerThread {
  post(job: TrainerJob): void
  end(): void
}

export type StartThread = (
  onReport: (report: TrainerReport) => void,
  onDeath: (reason: string) => void,
) => TrainerThread

/** @param entry the bundled worker file */
export function trainerThreads(entry: URL): StartThread {
  return (onReport, onDeath) => {
    const thread = new Worker(entry)
    let reason: string | null = 'it ended'
    thread.on('message', onReport)
    thread.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error)
    })
    thread.on('exit', () => {
      if (reason !== null) onDeath(reason)
    })
    return {
      post: (job) => thread.postMessage(job),
      end() {
        reason = null
        void endThread(thread)
      },
    }
  }
}

/** One training: its thread, its newest weights, its film and how it stands. Its thread may die; it does not. */
export class Training {
  state: TrainingState = 'ready'
  private sentence: string | null = null
  private step = 0
  private rate = 0
  private factor = 1
  private speed = 0
  private backend = ''
  private reason = ''
  private history = new History()
  private saved: number | null = null
  private deaths = 0
  private ending = false
  private thread: TrainerThread | null = null
  private newest: Moment
  private readonly film: TrainingFilm

  /** @param file where its checkpoints stand; its film is beside it */
  constructor(
    readonly key: string,
    readonly request: TrainingRequest,
    private readonly network: PlannedNetwork,
    private readonly file: string,
    private readonly start: StartThread,
    private readonly events: TrainingEvents,
  ) {
    const { checkpoint, problem } = readCheckpoint(file, network.architecture, network.seed)
    const average = checkpoint?.state.average ?? network.spec.weights
    this.film = new TrainingFilm(filmOf(file), network.architecture)
    this.newest = { step: checkpoint?.state.step ?? 0, weights: sharedWeights(average) }
    this.step = this.newest.step
    this.sentence = problem
    if (checkpoint !== null) this.find(checkpoint)
    else this.film.clear()
  }

  /** A training that another start of the lab left, with everything that it told. */
  private find({ progress }: Checkpoint): void {
    const { step } = this
    this.saved = step
    if (step >= this.network.schedule.steps || progress?.state === 'done') this.state = 'done'
    if (progress === null) return
    this.history = History.fromJson(progress.history)
    this.factor = progress.factor
    this.rate = this.history.read().rate.at(-1) ?? 0
    if (this.state === 'done') return
    this.state = progress.state === 'failed' ? 'failed' : 'paused'
    this.sentence =
      progress.state === 'going'
        ? `The lab ended while this trained. Everything up to step ${step} was kept; it can go on from there.`
        : progress.sentence
  }

  /** The moving average as it is now */
  value(): NetworkValue {
    return { architecture: this.network.architecture, weights: this.newest.weights }
  }

  /** The teacher of a distilled network, which is no score to be judged by; null for any other */
  get teacher(): NetworkValue | null {
    return this.network.distillation?.teacher ?? null
  }

  /** Whether a document's particles have the law that this learns */
  isFor({ experiment: { subject }, seeds }: LabDocument): boolean {
    if (subject.kind !== 'generative') return false
    const lawOf = ({ data, process }: GenerativeSubject, { data: seed }: Seeds): string =>
      JSON.stringify([data, process, seed])
    return lawOf(subject, seeds) === lawOf(this.request.subject, this.request.seeds)
  }

  /** Whether there is anything to show beside others: it was begun, here or before */
  get isBegun(): boolean {
    return this.state !== 'ready' || this.step > 0
  }

  /** At a step of the film, or the newest */
  at(step: number | null): { readonly value: NetworkValue; readonly step: number } {
    const { architecture } = this.network
    const found = step === null ? this.newest : (this.film.at(step) ?? this.newest)
    return { value: { architecture, weights: found.weights }, step: found.step }
  }

  view(): Omit<TrainingView, 'pane' | 'difference'> {
    return {
      key: this.key,
      title: this.network.title,
      witness: this.request.witness,
      measure: this.network.distillation === null ? 'score' : 'jump',
      state: this.state,
      sentence: this.sentence,
      step: this.step,
      steps: this.network.schedule.steps,
      rateNow: this.rate,
      rateFactor: this.factor,
      stepsPerSecond: this.state === 'running' ? this.speed : 0,
      backend: this.backend,
      backendReason: this.reason,
      ...this.history.read(),
      logSnr: this.history.logSnr,
      errors: this.history.errors,
      snapshots: Float64Array.from(this.film.steps),
      saved: this.saved,
    }
  }

  act(action: TrainingAction): void {
    switch (action.kind) {
      case 'start':
        if (this.state === 'running' || this.state === 'recovering' || this.state === 'done') return
        this.sentence = null
        this.go()
        break
      case 'pause':
        if (this.state !== 'running' && this.state !== 'recovering') return
        this.state = 'paused'
        this.thread?.post({ kind: 'pause' })
        break
      case 'stop':
      case 'dismiss':
        if (this.state !== 'running' && this.state !== 'recovering') this.leave()
        else {
          // Its thread ends once its last step is on disk.
          this.state = 'paused'
          this.ending = true
          this.thread?.post({ kind: 'pause' })
        }
        break
      case 'restart':
        this.leave()
        this.forget()
        this.go()
        break
      case 'rate':
        this.factor = Math.min(1000, Math.max(0.001, action.factor))
        this.thread?.post({ kind: 'rate', factor: this.factor })
    }
    this.events.onChange()
  }

  /** Ends its thread as a crash would, for tests of the recovery. */
  kill(): void {
    const { thread } = this
    if (thread === null) return
    thread.end()
    this.onDeath('it was ended')
  }

  dispose(): void {
    this.leave()
  }

  private go(): void {
    this.state = 'running'
    this.ending = false
    if (this.thread !== null) return this.thread.post({ kind: 'go' })
    const { native, ...asked } = this.request
    this.thread = this.start(
      (report) => this.onReport(report),
      (reason) => this.onDeath(reason),
    )
    this.thread.post({
      kind: 'begin',
      ...asked,
      ...(native === undefined ? {} : { native }),
      file: this.file,
      film: filmOf(this.file),
      factor: this.factor,
      going: true,
    })
  }

  private leave(): void {
    this.ending = false
    this.thread?.end()
    this.thread = null
  }

  private forget(): void {
    rmSync(this.file, { force: true })
    this.film.clear()
    this.history = new History()
    this.saved = null
    this.sentence = null
    this.step = 0
    this.deaths = 0
    this.accept({ step: 0, weights: sharedWeights(this.network.spec.weights) })
  }

  private accept(moment: Moment): void {
    this.newest = moment
    this.events.onWeights()
  }

  private onReport(report: TrainerReport): void {
    switch (report.kind) {
      case 'begun':
        this.backend = report.backend
        this.reason = report.reason
        this.step = report.step
        // What a thread that died had told after its last checkpoint is told again.
        this.history = History.fromJson(report.history)
        this.film.look()
        if (this.state === 'recovering') this.state = 'running'
        this.accept({ step: report.step, weights: report.weights })
        break
      case 'steps': {
        const count = report.loss.length
        report.loss.forEach((loss, i) =>
          this.history.addStep(report.first + i, {
            loss,
            gradientNorm: report.gradientNorm[i]!,
            rate: report.rate[i]!,
          }),
        )
        this.step = report.first + count - 1
        this.rate = report.rate.at(-1) ?? this.rate
        const now = count / Math.max(1e-6, report.seconds)
        this.speed = this.speed === 0 ? now : 0.8 * this.speed + 0.2 * now
        break
      }
      case 'weights':
        if (report.keep) this.film.note(report)
        this.accept(report)
        break
      case 'error':
        this.history.addError(report.error)
        break
      case 'saved':
        this.saved = report.step
        break
      case 'paused':
        this.step = report.step
        if (this.ending) this.leave()
        break
      case 'ended':
        this.step = report.step
        this.state = report.sentence === null ? 'done' : 'failed'
        this.sentence = report.sentence
        this.leave()
        break
      case 'refused':
        this.state = 'failed'
        this.sentence = report.sentence
        this.leave()
    }
    this.events.onChange()
  }

  /** Another thread goes on from the last checkpoint, or from the start where there is none yet. */
  private onDeath(reason: string): void {
    this.thread = null
    if (this.state !== 'running' && this.state !== 'recovering') return this.events.onChange()
    this.deaths += 1
    if (this.deaths > PATIENCE) {
      this.state = 'failed'
      this.sentence = `Training stopped ${this.deaths} times: ${reason}. The weights of step ${this.newest.step} were kept; try a smaller network.`
    } else {
      this.go()
      this.state = 'recovering'
      this.sentence = `Training stopped: ${reason}. It goes on from step ${this.saved ?? 0}.`
    }
    this.events.onChange()
  }
}
