import { readFileSync, rmSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { GenerativeSubject, Seeds } from '#core/experiment/document'
import { type NetworkTable, type NetworkValue, sharedWeights } from '#core/learning/network-table'
import type { PlannedNetwork } from '#core/learning/plan/plan-training'
import type { Choice } from '#core/params/param'
import type { TrainingAction, TrainingError, TrainingState, TrainingView } from '#core/protocol/training'
import { replaceFile } from '#main/documents/atomic-file'
import { readCheckpoint } from './checkpoint-file'
import { Curve } from './curve'
import type { TrainerJob, TrainerReport } from './messages'
import { type Snapshot, Snapshots } from './snapshots'

/** Deaths of its thread that one training survives. */
const PATIENCE = 5
/** Measurements that are kept */
const LONGEST = 200

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
        void thread.terminate()
      },
    }
  }
}

/** One training: its thread, its newest weights, its film and how it stands. Its thread may die; it does not. */
export class Training {
  state: TrainingState = 'ready'
  readonly snapshots = new Snapshots()
  private sentence: string | null = null
  private step = 0
  private rate = 0
  private factor = 1
  private speed = 0
  private backend = ''
  private reason = ''
  private curve = new Curve()
  private logSnr: Float64Array = new Float64Array()
  private errors: TrainingError[] = []
  private saved: number | null = null
  private deaths = 0
  private ending = false
  private thread: TrainerThread | null = null
  private newest: Snapshot

  /** @param file where its checkpoints stand; beside it FILE.json holds its curves */
  constructor(
    readonly key: string,
    private readonly request: TrainingRequest,
    private readonly network: PlannedNetwork,
    private readonly file: string,
    private readonly start: StartThread,
    private readonly events: TrainingEvents,
  ) {
    const { checkpoint, problem } = readCheckpoint(file, network.architecture, network.seed)
    const average = checkpoint?.state.average ?? network.spec.weights
    this.newest = { step: checkpoint?.state.step ?? 0, weights: sharedWeights(average) }
    this.step = this.newest.step
    this.sentence = problem
    if (checkpoint === null) return
    this.saved = this.step
    this.readHistory()
    if (this.step >= network.schedule.steps) this.state = 'done'
  }

  /** The moving average as it is now */
  value(): NetworkValue {
    return { architecture: this.network.architecture, weights: this.newest.weights }
  }

  /** Whether there is anything to show beside others: it was begun, here or before */
  get isBegun(): boolean {
    return this.state !== 'ready' || this.step > 0
  }

  /** At a step of the film, or the newest */
  at(step: number | null): { readonly value: NetworkValue; readonly step: number } {
    const { architecture } = this.network
    const found = step === null ? this.newest : (this.snapshots.at(step) ?? this.newest)
    return { value: { architecture, weights: found.weights }, step: found.step }
  }

  view(): TrainingView {
    return {
      key: this.key,
      title: this.network.title,
      state: this.state,
      sentence: this.sentence,
      step: this.step,
      steps: this.network.schedule.steps,
      rate: this.rate,
      rateFactor: this.factor,
      stepsPerSecond: this.state === 'running' ? this.speed : 0,
      backend: this.backend,
      backendReason: this.reason,
      ...this.curve.read(),
      logSnr: this.logSnr,
      errors: this.errors,
      snapshots: Float64Array.from(this.snapshots.all, ({ step }) => step),
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
    this.curve = new Curve()
    this.errors = []
    this.saved = null
    this.sentence = null
    this.step = 0
    this.snapshots.clear()
    this.accept({ step: 0, weights: sharedWeights(this.network.spec.weights) }, true)
  }

  private accept(snapshot: Snapshot, keep: boolean): void {
    this.newest = snapshot
    if (keep) this.snapshots.add(snapshot)
    this.events.onWeights()
  }

  private onReport(report: TrainerReport): void {
    switch (report.kind) {
      case 'begun':
        this.backend = report.backend
        this.reason = report.reason
        this.logSnr = report.logSnr
        this.step = report.step
        if (this.state === 'recovering') this.state = 'running'
        this.accept({ step: report.step, weights: report.weights }, true)
        break
      case 'steps': {
        const count = report.loss.length
        report.loss.forEach((loss, i) => this.curve.add(report.first + i, loss, report.gradientNorm[i]!))
        this.step = report.first + count - 1
        this.rate = report.rate
        const now = count / Math.max(1e-6, report.seconds)
        this.speed = this.speed === 0 ? now : 0.8 * this.speed + 0.2 * now
        break
      }
      case 'weights':
        this.accept(report, report.keep)
        break
      case 'error': {
        const before = this.errors.filter(({ step }) => step < report.error.step)
        this.errors = [...(before.length >= LONGEST ? thinned(before) : before), report.error]
        break
      }
      case 'saved':
        this.saved = report.step
        replaceFile(`${this.file}.json`, JSON.stringify(this.history()))
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

  private history(): unknown {
    const errors = this.errors.map(({ step, values, total }) => ({ step, values: [...values], total }))
    return { curve: this.curve.toJson(), logSnr: [...this.logSnr], errors }
  }

  private readHistory(): void {
    try {
      const { curve, logSnr, errors } = JSON.parse(readFileSync(`${this.file}.json`, 'utf8')) as {
        curve: unknown
        logSnr: number[]
        errors: { step: number; values: number[]; total: number }[]
      }
      this.curve = Curve.fromJson(curve)
      this.logSnr = Float64Array.from(logSnr)
      this.errors = errors
        .filter(({ step }) => step <= this.step)
        .map(({ step, values, total }) => ({ step, values: Float64Array.from(values), total }))
    } catch {
      // The curves are lost, the weights are not.
    }
  }
}

/** Every second measurement, the first always. */
function thinned(errors: readonly TrainingError[]): TrainingError[] {
  return errors.filter((_, i) => i % 2 === 0)
}
