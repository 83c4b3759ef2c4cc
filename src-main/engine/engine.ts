import { catalog, describeCatalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { presets } from '#core/experiment/presets'
import { Invalid } from '#core/params/invalid'
import { type Calls, protocolVersion, type RunInfo } from '#core/protocol/contract'
import { serve as serveChannel, type Handlers, type Sources } from '#core/protocol/server'
import type { Channel } from '#core/transport/channel'
import { assemble } from './assemble'
import { asides } from './asides'
import { chooseBackend } from './backends/create-backend'
import { defaultFilmBudget } from './film'
import { frameSource } from './frames'
import { levelAt } from './observers/fields'
import { Run } from './run'
import { describeRun } from './run-info'
import { studies } from './studies'
import { versions } from './versions'
import { createPool, defaultWorkers } from './workers/pool'

export interface EngineOptions {
  /** The bundled worker */
  readonly workerEntry: URL
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

/** Holds the document and its run, and serves any number of clients. */
export interface Engine {
  serve(channel: Channel): void
  /** For tests of the recovery: ends one worker as a crash would. */
  killWorker(): void
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
  const pool = createPool(options.workerEntry, workers, {
    onReport: (worker, report) => {
      if (!beside.settle(report) && !convergence.settle(report)) current.run.onReport(worker, report)
    },
    onDeath: (worker, reason) =>
      worker === workers ? failBeside(reason) : current.run.onDeath(worker, reason),
  })
  let playhead = 0

  const start = (
    document: LabDocument,
    revision: number,
    before: Run | null,
  ): { run: Run; info: RunInfo } => {
    const model = assemble(document.experiment.subject, catalog)
    const { name, reason, info: backend } = chooseBackend(model.score)
    const info = describeRun(model, document.seeds, revision, backend, reason, workers)
    const budget = options.filmBudget ?? defaultFilmBudget
    const run = new Run(
      revision,
      document,
      model,
      { name, precision: info.backend.precision },
      pool,
      playhead,
      budget,
      before?.film ?? null,
      changed,
    )
    return { run, info }
  }
  const first = options.document ?? parse(presets[0]?.document, catalog)
  let current = start(first, 0, null)

  const runOf = (revision: number): Run => {
    if (revision !== current.run.revision) throw new Error(`revision ${revision} is not the one that is open`)
    return current.run
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
    paths: (input) => beside.paths(pool, runOf(input.revision).document, input),
    ridgeline: (input) => beside.ridgeline(pool, runOf(input.revision).document, input),
    likelihood: (input) => beside.likelihood(pool, runOf(input.revision).document, input),
    inversion: (input) => beside.inversion(pool, runOf(input.revision).document, input),
    bound: (input) => beside.bound(pool, runOf(input.revision).document),
    distance: (input) => beside.distance(pool, runOf(input.revision).document),
    probe({ revision, step, x }) {
      const { model } = runOf(revision)
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
  const sources: Sources = {
    frames: () => {
      const produce = frameSource(beside, pool)
      return {
        onChange,
        produce(request) {
          playhead = request.step
          return request.revision === current.run.revision ? produce(current.run, request) : null
        },
      }
    },
    status: () => ({ onChange, produce: () => current.run.state }),
    convergence: () => {
      const source = convergence.source(pool, () => current.run)
      return {
        ...source,
        // A newer document wakes the stream too.
        onChange(listener) {
          const stops = [onChange(listener), source.onChange(listener)]
          return () => stops.forEach((stop) => stop())
        },
      }
    },
  }
  return {
    serve: (channel) => serveChannel(channel, handlers, sources),
    killWorker: () => pool.kill(0),
    dispose: () => pool.dispose(),
  }
}
