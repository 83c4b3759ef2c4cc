import { generativeOf } from '#core/experiment/subject'
import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { catalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import type { NetworkTable } from '#core/learning/network-table'
import { Invalid } from '#core/params/invalid'
import type { BackendInfo } from '#core/samplers/backend'
import { assemble, type Model } from '#main/engine/assemble'
import { type BackendName, chooseBackend, describeBackend } from '#main/engine/backends/create-backend'
import { split } from '#main/engine/run'
import { versions } from '#main/engine/versions'
import type { RunArguments } from './arguments'
import { fieldGrid } from './arrays/field-grids'
import { computeParts } from './parts'
import { ResultFolder } from './arrays/result-folder'

/** A document that was validated, and the arrays that replace its start and its path noise. */
export interface RunInput {
  readonly document: LabDocument
  readonly networks: NetworkTable
  readonly out: string
  /** [n, d] */
  readonly initial: Float64Array | null
  /** [steps, n, d] */
  readonly noise: Float64Array | null
}

/** What a run wrote, as `run.json` says it. */
export interface RunReport {
  readonly document: LabDocument
  readonly seeds: LabDocument['seeds']
  /** Whether the start and the path noise came from the document or from an array. */
  readonly given: { readonly initial: boolean; readonly noise: boolean }
  readonly backend: BackendInfo & { readonly reason: string; readonly workers: number }
  readonly versions: Readonly<Record<string, string>>
  readonly scoreAccuracy: string
  readonly nfe: number
  readonly seconds: { readonly sampling: number; readonly total: number }
  /** Steps of the density and score grids, where there are any */
  readonly gridSteps: readonly number[]
  /** File name to shape */
  readonly files: Readonly<Record<string, readonly number[]>>
  /** SHA-256 of samples.npy; promised to be the same for the same document, backend and build */
  readonly samplesHash: string
}

/** 4 GiB of positions: what one typed array and a workshop's laptop bear. */
const mostBytes = 2 ** 32

/** Runs one document to its end and writes arrays and `run.json`. Throws `Invalid` and `NotFinite`. */
export async function runDocument(
  { document, networks, out, initial, noise }: RunInput,
  options: RunArguments,
  entry: string | undefined,
): Promise<RunReport> {
  const began = performance.now()
  const { seeds } = document
  const subject = generativeOf(document.experiment.subject)
  const model = assemble(subject, catalog, undefined, networks)
  const steps = model.times.length - 1
  const gridSteps = stepsOf(options, steps)
  const folder = new ResultFolder(out)
  const { name, reason } = backendOf(model, options.backend)
  const d = model.distribution.dimension
  const n = model.particles
  const positions = shared(
    describeBackend(name, model.score).precision,
    (options.trajectory ? steps + 1 : 1) * n * d,
  )
  const wanted = model.sampler.capabilities.couplesParticles ? 1 : (options.workers ?? availableParallelism())
  const shares = split(n, entry === undefined ? 1 : wanted).filter((share) => share.count > 0)
  const job = {
    subject,
    networks,
    seeds,
    backend: name,
    initial: inShared(initial),
    noise: inShared(noise),
    positions,
  }
  const results = await computeParts(
    shares.map((share) => ({ ...job, share, trajectory: options.trajectory })),
    entry,
  )
  const sampled = performance.now()
  const { backend, nfe } = results[0]!
  const bytes = folder.save('samples.npy', [n, d], positions.subarray(positions.length - n * d))
  folder.save('times.npy', [steps + 1], model.times)
  if (options.trajectory) folder.save('trajectory.npy', [steps + 1, n, d], positions)
  for (const what of ['density', 'score'] as const) {
    const grid = options[what]
    if (grid === null) continue
    for (const { file, shape, data } of fieldGrid(model, what, grid, gridSteps))
      folder.save(file, shape, data)
  }
  const report: RunReport = {
    document,
    seeds,
    given: { initial: initial !== null, noise: noise !== null },
    backend: { ...backend, reason, workers: shares.length },
    versions: versions(),
    scoreAccuracy: model.score.accuracy,
    nfe,
    seconds: { sampling: (sampled - began) / 1000, total: (performance.now() - began) / 1000 },
    gridSteps: options.density === null && options.score === null ? [] : gridSteps,
    files: folder.files,
    samplesHash: createHash('sha256').update(bytes).digest('hex'),
  }
  folder.saveText('run.json', JSON.stringify(report, null, 2) + '\n')
  return report
}

function backendOf(model: Model, asked: BackendName | null): { name: BackendName; reason: string } {
  if (asked === null) return chooseBackend(model.score)
  try {
    describeBackend(asked, model.score)
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
    throw new Invalid('--backend', `is "${asked}", which cannot run here (${why}); "reference" was expected`)
  }
  return { name: asked, reason: 'Asked for on the command line.' }
}

function stepsOf({ at }: RunArguments, steps: number): readonly number[] {
  if (at === null) return Array.from({ length: steps + 1 }, (_, step) => step)
  const beyond = at.find((step) => step > steps)
  if (beyond !== undefined)
    throw new Invalid(
      '--at',
      `asks for step ${beyond}; the run has steps 0 to ${steps}, and one of them was expected`,
    )
  return at
}

/** An array that all threads write. */
function shared(precision: 'float32' | 'float64', length: number): Float32Array | Float64Array {
  const width = precision === 'float64' ? 8 : 4
  if (length * width > mostBytes)
    throw new Invalid(
      '--trajectory',
      `needs ${((length * width) / 2 ** 30).toFixed(1)} GiB; fewer particles or steps, 4 GiB at most, were expected`,
    )
  const buffer = new SharedArrayBuffer(length * width)
  return precision === 'float64' ? new Float64Array(buffer) : new Float32Array(buffer)
}

function inShared(values: Float64Array | null): Float64Array | null {
  if (values === null) return null
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength))
  copy.set(values)
  return copy
}
