import { catalog, describeCatalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { presets } from '#core/experiment/presets'
import { generativeOf } from '#core/experiment/subject'
import { Invalid } from '#core/params/invalid'
import { type Calls, protocolVersion, type RunInfo } from '#core/protocol/contract'
import { serve as serveChannel, type Handlers, type Sources } from '#core/protocol/server'
import type { Channel } from '#core/transport/channel'
import { assemble, type Model } from './assemble'
import { asides } from './asides'
import { distanceSource } from './distance-source'
import { chooseBackend } from './backends/create-backend'
import { defaultFilmBudget, type Film } from './film'
import { equationFrames } from './equations/equation-frames'
import { equationOf } from './equations/equation-of'
import { describeEquation, EquationRun } from './equations/equation-run'
import { WitnessReel } from './equations/witness-reel'
import { frameSource } from './frames'
import { levelAt } from './observers/fields'
import { visitedTable } from './observers/visited'
import { Run } from './run'
import { describeRun } from './run-info'
import { studies } from './studies'
import { followsTraining, learningService } from './training/learning-service'
import { Renewal } from './training/renewal'
import { versions } from './versions'
import { createPool, defaultWorkers } from './workers/pool'

export interface EngineOptions {
  /** The bundled worker */
  readonly workerEntry: URL
  /** The bundled trainer; beside the worker when absent */
  readonly trainerEntry?: URL
  /** Where trainings and imported networks are kept; a temporary folder when absent */
  readonly data?: string
  /** Where the networks are that ship with the lab */
  readonly shipped?: string
  readonly host: 'electron' | 'local' | 'memory'
  /** What is open at the start; a preset when absent */
  readonly document?: LabDocument
  readonly workers?: number
  readonly filmBudget?: number
  /** Called with every document that was accepted, for autosave. */
  readonly onDocument?: (document: LabDocument) => void
  /** Puts the document where the host keeps it; returns the name to show. */
  readonly save?: (document: LabDocument) => Promise<string>
}

/** What plays under the clock: a sampler's particles, or an equation's with its grid */
type AnyRun = Run | EquationRun

/** Holds the document and its run, and serves any number of clients. */
export interface Engine {
  serve(channel: Channel): void
  /** For tests of the recovery: ends one worker as a crash would. */
  killWorker(): void
  /** Likewise the threads that train. */
  killTrainers(): void
  dispose(): Promise<void>
}

export function createEngine(options: EngineOptions): Engine {
  const listeners = new Set<() => void>()
  const changed = (): void => {
    for (const listener of listeners) listener()
  }
  const beside = asides()
  const convergence = studies()
  const failBeside = (reason: string): void => {
    beside.fail(reason)
    convergence.fail(reason)
  }
  const workers = options.workers ?? defaultWorkers()
  const filmBudget = options.filmBudget ?? defaultFilmBudget
  const pool = createPool(options.workerEntry, workers, {
    onReport: (worker, report) => {
      if (beside.settle(report) || convergence.settle(report) || witness?.onReport(report) === true) return
      current.run.onReport(worker, report)
      renewal.onReport(worker, report)
      renewal.begin()
    },
    onDeath(worker, reason) {
      if (worker === workers) failBeside(reason)
      else if (worker === workers + 1 && witness !== null) witness.onDeath(reason)
      else if (!renewal.onDeath(worker, reason)) current.run.onDeath(worker, reason)
    },
  })
  const learning = learningService({
    entry: options.trainerEntry ?? new URL('./trainer.js', options.workerEntry),
    data: options.data,
    shipped: options.shipped,
    open: () => current.run,
    onWeights() {
      if (followsTraining(current.run.document)) renewal.wake()
      changed()
    },
  })
  const renewal = new Renewal({
    // Weights wake it where a diffusion model is open alone.
    current: () => sampledOf(current.run.revision),
    make: (before, onChange) => makeRun(current.run.document, current.run.revision, before, onChange),
    swap(run) {
      current = { run, info: current.info }
      changed()
    },
  })
  let playhead = 0
  /** The grid beside a diffusion model's run, where the document asks for one */
  let witness: WitnessReel | null = null
  let tickets = 0

  const modelOf = (document: LabDocument): Model => {
    const networks = learning.tableOf(document)
    const model = assemble(document.experiment.subject, catalog, undefined, networks)
    pool.networks(networks)
    return model
  }
  const makeRun = (
    document: LabDocument,
    revision: number,
    before: Film | null,
    onChange: () => void,
    model = modelOf(document),
  ): Run => {
    const { name, info } = chooseBackend(model.score)
    const backend = { name, precision: info.precision }
    const budget = witness === null ? filmBudget : filmBudget / 2
    return new Run(revision, tickets++, document, model, backend, pool, playhead, budget, before, onChange)
  }

  const leave = (before: AnyRun | null): void => {
    renewal.drop()
    if (before instanceof EquationRun) before.dispose()
    witness?.dispose()
    witness = null
  }
  const start = (
    document: LabDocument,
    revision: number,
    before: AnyRun | null,
  ): { run: AnyRun; info: RunInfo } => {
    const { subject } = document.experiment
    if (subject.kind !== 'generative') {
      const equation = equationOf(document.experiment)
      leave(before)
      const earlier = before instanceof EquationRun ? before : null
      const run = new EquationRun(revision, tickets++, document, equation, pool, filmBudget, earlier, changed)
      return { run, info: describeEquation(equation, revision, workers) }
    }
    const model = modelOf(document)
    const { reason, info: backend } = chooseBackend(model.score)
    const info = describeRun(model, document.seeds, revision, backend, reason, workers)
    leave(before)
    const film = before instanceof Run ? before.film : null
    witness = WitnessReel.of(document, model, pool, filmBudget / 2, changed)
    const grid = witness?.witness.facts() ?? null
    return { run: makeRun(document, revision, film, changed, model), info: { ...info, grid } }
  }
  const first = options.document ?? parse(presets[0]?.document, catalog)
  let current = start(first, 0, null)

  const runOf = (revision: number): AnyRun => {
    if (revision !== current.run.revision) throw new Error(`revision ${revision} is not the one that is open`)
    return current.run
  }
  const sampledOf = (revision: number): Run => {
    const run = runOf(revision)
    if (run instanceof Run) return run
    throw new Error('an equation without a score is open')
  }
  const handlers: Handlers = {
    hello({ protocol }) {
      if (protocol !== protocolVersion)
        throw new Error(
          `The page speaks protocol ${protocol}, the engine ${protocolVersion}. Reload the window.`,
        )
      return {
        versions: versions(),
        host: options.host,
        catalog: describeCatalog(catalog),
        document: current.run.document,
        revision: current.run.revision,
        run: current.info,
        networks: learning.shipped,
        presets: presets.map((preset) => ({ ...preset, document: parse(preset.document, catalog) })),
      }
    },
    open({ document, revision }) {
      if (!Number.isSafeInteger(revision) || revision < 0)
        throw new Invalid('revision', 'is not usable; a whole number was expected')
      const parsed = parse(document, catalog)
      current = start(parsed, revision, current.run)
      options.onDocument?.(parsed)
      changed()
      return { document: parsed, run: current.info }
    },
    ...learning.handlers,
    ...beside.questions(pool, (revision) => runOf(revision).document),
    paths: (input) => beside.paths(pool, runOf(input.revision).document, input),
    ridgeline: (input) => beside.ridgeline(pool, runOf(input.revision).document, input),
    likelihood: (input) => beside.likelihood(pool, runOf(input.revision).document, input),
    timesteps({ revision }) {
      const { model, document } = sampledOf(revision)
      return visitedTable(model, generativeOf(document.experiment.subject, 'the table of timesteps'))
    },
    probe({ revision, step, x }) {
      const { model } = sampledOf(revision)
      const n = x.length / model.distribution.dimension
      const level = levelAt(model, Math.min(model.times.length - 1, Math.max(0, Math.round(step))))
      const output: Calls['probe']['output'] = {
        logDensity: new Float64Array(n),
        score: new Float64Array(x.length),
      }
      level.logDensity(output.logDensity, x, n)
      level.score(output.score, x, n)
      return output
    },
    async save({ document }) {
      const parsed = parse(document, catalog)
      if (options.save === undefined) throw new Error('This host has no place to save to.')
      return { name: await options.save(parsed) }
    },
  }
  const onChange = (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const both = (one: () => void, other: () => void) => (): void => {
    one()
    other()
  }
  const sources: Sources = {
    frames: () => {
      const produce = frameSource(beside, pool, learning)
      const produceEquation = equationFrames()
      return {
        onChange,
        produce(request) {
          playhead = request.step
          const { run } = current
          if (request.revision !== run.revision) return null
          if (!(run instanceof Run)) return produceEquation(run, request)
          const frame = produce(run, request, witness?.key(request))
          return frame === null ? null : (witness?.added(frame, request.wants) ?? frame)
        },
      }
    },
    status: () => ({ onChange, produce: () => current.run.state }),
    distance: () => {
      const source = distanceSource(beside, pool, () => (current.run instanceof Run ? current.run : null))
      return { ...source, onChange: (listener) => both(onChange(listener), source.onChange(listener)) }
    },
    training: () => {
      const source = learning.source()
      return { ...source, onChange: (listener) => both(onChange(listener), source.onChange(listener)) }
    },
    convergence: () => {
      const source = convergence.source(pool, () => current.run)
      return {
        ...source,
        // A newer document wakes the stream too.
        onChange: (listener) => both(onChange(listener), source.onChange(listener)),
      }
    },
  }
  return {
    serve: (channel) => serveChannel(channel, handlers, sources),
    killWorker: () => pool.kill(0),
    killTrainers: () => learning.kill(),
    dispose() {
      learning.dispose()
      return pool.dispose()
    },
  }
}
