import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { catalog } from '#core/catalog/index'
import type { LabDocument, SeedName } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { generativeOf } from '#core/experiment/subject'
import { planNetwork } from '#core/learning/plan/plan-training'
import { trainingRun } from '#core/learning/training-run'
import { decodeNpy } from '#core/numeric/npy'
import { Invalid } from '#core/params/invalid'
import type { TrainingError } from '#core/protocol/training'
import type { TrainerName } from '#main/engine/tensors/create-trainer'
import type { TrainerReport } from '#main/engine/training/messages'
import { trainingContext, trainingValues } from '#main/engine/training/model-of'
import { networkFile } from '#main/engine/training/network-store'
import { TrainingSession } from '#main/engine/training/session'
import { versions } from '#main/engine/versions'
import { readJson } from '../arguments'
import { ResultFolder } from '../arrays/result-folder'
import type { CommandHost } from '../command-host'
import { flag, parseOptions, seedOptions, seedsOf, text } from '../options'
import { taughtBy } from './networks'

interface TrainArguments {
  readonly file: string
  readonly out: string
  readonly backend: TrainerName
  /** Weights that stand for the teacher of a distillation, whatever the document names; null: what it names */
  readonly teacher: string | null
  /** Begins anew although there is a checkpoint */
  readonly anew: boolean
  readonly seeds: Partial<Record<SeedName, number>>
}

const options = { out: text, backend: text, teacher: text, anew: flag, ...seedOptions } as const
const backends: readonly TrainerName[] = ['auto', 'reference', 'wasm', 'tensorflow']
const CHECKPOINT = 'checkpoint.safetensors'

function trainArguments(args: readonly string[]): TrainArguments {
  const { values, positionals } = parseOptions(args, options)
  const file = positionals[0]
  if (file === undefined || positionals.length > 1)
    throw new Invalid('train', 'takes one file; train FILE.json --out DIR was expected')
  if (values.out === undefined || values.out === '')
    throw new Invalid('--out', 'is missing; a folder for the results was expected')
  const backend = backends.find((name) => name === (values.backend ?? 'auto'))
  if (backend === undefined)
    throw new Invalid('--backend', `is "${values.backend}"; one of ${backends.join(', ')} was expected`)
  const { out, teacher = null } = values
  return { file, out, backend, teacher, anew: values.anew === true, seeds: seedsOf(values) }
}

/** Steps that were taken, one row each: step, loss, gradient norm, learning rate */
const COLUMNS = 4

/**
 * Trains what a document's witness `training-run` asks for, from where the folder's checkpoint left it, and writes the
 * weights, losses and errors. The weights are the moving average.
 */
export async function train(args: readonly string[], host: CommandHost): Promise<void> {
  const typed = trainArguments(args)
  const parsed = parse(readJson(typed.file), catalog)
  const document: LabDocument = { ...parsed, seeds: { ...parsed.seeds, ...typed.seeds } }
  const subject = generativeOf(document.experiment.subject, 'a training')
  const at = document.experiment.witnesses.findIndex(({ kind }) => kind === trainingRun.kind)
  const witness = document.experiment.witnesses[at]
  if (witness === undefined)
    throw new Invalid('experiment.witnesses', 'has no training; a witness "training-run" was expected')
  const networks = taughtBy(witness, typed.teacher)
  const context = explain('experiment.subject', () => trainingContext(subject, document.seeds, networks))
  const network = explain(`experiment.witnesses.${at}`, () => planNetwork(trainingValues(witness), context))
  const folder = new ResultFolder(typed.out)
  const file = join(typed.out, CHECKPOINT)
  if (typed.anew) rmSync(file, { force: true })
  const measure = network.distillation === null ? 'score error' : 'jump error'
  const log = new Log(typed.out, host, network.schedule.steps, measure)
  const began = performance.now()
  await new Promise<void>((resolve, reject) => {
    const session = new TrainingSession((report) => {
      log.take(report)
      if (report.kind === 'refused') reject(new Invalid('', report.sentence.replace(/\.$/, '')))
      if (report.kind === 'ended') resolve()
    })
    session
      .handle({
        kind: 'begin',
        subject,
        witness,
        seeds: document.seeds,
        networks,
        file,
        film: null,
        factor: 1,
        going: true,
        backend: typed.backend,
      })
      .catch(reject)
  })
  const { weights, errors, rows, backend, sentence } = log
  if (weights === null) throw new Error('a training that ended has weights')
  const last = errors.at(-1)
  const notes = {
    title: document.title,
    step: String(log.step),
    error: String(last?.total ?? ''),
    made: 'npm run lab -- train',
  }
  folder.saveText('weights.safetensors', networkFile({ architecture: network.architecture, weights }, notes))
  folder.save('losses.npy', [rows.length / COLUMNS, COLUMNS], Float64Array.from(rows))
  const levels = log.logSnr.length
  folder.save('errors.npy', [errors.length, 2 + levels], errorRows(errors))
  folder.saveText(
    'run.json',
    JSON.stringify(
      {
        document,
        network: network.title,
        architecture: network.architecture,
        step: log.step,
        steps: network.schedule.steps,
        measure,
        error: last?.total ?? null,
        logSnr: [...log.logSnr],
        ended: sentence ?? 'It took all its steps or met its stop condition.',
        backend,
        seconds: (performance.now() - began) / 1000,
        versions: versions(),
        files: folder.files,
      },
      null,
      2,
    ) + '\n',
  )
  if (sentence !== null) throw new TrainingFailed(sentence)
  host.out(
    `${join(typed.out, 'weights.safetensors')}: ${network.title}, step ${log.step}, ${measure} ${shown(last?.total)}.`,
  )
}

/** A training that ended before its time; what it had learned is written. */
export class TrainingFailed extends Error {
  override readonly name = 'TrainingFailed'
}

/** What a session told, as it is written down and printed. */
class Log {
  rows: number[] = []
  errors: TrainingError[] = []
  weights: Float32Array | null = null
  logSnr: Float64Array = new Float64Array()
  backend = { name: '', reason: '' }
  step = 0
  sentence: string | null = null
  private since = performance.now()
  private steps = 0

  constructor(
    private readonly out: string,
    private readonly host: CommandHost,
    private readonly total: number,
    private readonly measure: string,
  ) {}

  take(report: TrainerReport): void {
    switch (report.kind) {
      case 'begun':
        this.step = report.step
        this.weights = report.weights
        this.logSnr = Float64Array.from(report.history.logSnr)
        this.backend = { name: report.backend, reason: report.reason }
        if (report.step > 0) this.readEarlier(report.step)
        this.host.out(
          `${report.reason}${report.step > 0 ? ` Going on from step ${report.step} of ${this.total}.` : ''}`,
        )
        break
      case 'steps':
        report.loss.forEach((loss, i) =>
          this.rows.push(report.first + i, loss, report.gradientNorm[i]!, report.rate[i]!),
        )
        this.steps += report.loss.length
        this.step = report.first + report.loss.length - 1
        break
      case 'weights':
        this.weights = report.weights
        break
      case 'error': {
        this.errors.push(report.error)
        const seconds = (performance.now() - this.since) / 1000
        const loss = this.rows.at(-3)
        this.host.out(
          `step ${report.error.step}: ${this.measure} ${shown(report.error.total)}` +
            (loss === undefined ? '' : `, loss ${shown(loss)}, ${Math.round(this.steps / seconds)} steps/s`),
        )
        this.since = performance.now()
        this.steps = 0
        break
      }
      case 'ended':
        this.step = report.step
        this.sentence = report.sentence
        break
      case 'saved':
      case 'paused':
      case 'refused':
    }
  }

  /** Losses and errors of the steps that the checkpoint holds; without them the files begin where it goes on. */
  private readEarlier(step: number): void {
    const read = (name: string, width: number | null): { data: Float64Array; width: number } | null => {
      const path = join(this.out, name)
      if (!existsSync(path)) return null
      try {
        const { shape, data } = decodeNpy(readFileSync(path), name, [null, width])
        return { data: Float64Array.from(data), width: shape[1] ?? 1 }
      } catch {
        return null
      }
    }
    const losses = read('losses.npy', COLUMNS)
    if (losses !== null)
      for (let i = 0; i < losses.data.length; i += COLUMNS)
        if (losses.data[i]! <= step) this.rows.push(...losses.data.subarray(i, i + COLUMNS))
    const errors = read('errors.npy', 2 + this.logSnr.length)
    if (errors === null) return
    for (let i = 0; i < errors.data.length; i += errors.width)
      if (errors.data[i]! <= step)
        this.errors.push({
          step: errors.data[i]!,
          total: errors.data[i + 1]!,
          values: errors.data.slice(i + 2, i + errors.width),
        })
  }
}

/** [k, 2 + levels]: step, total, and the error at each level */
function errorRows(errors: readonly TrainingError[]): Float64Array {
  return Float64Array.from(errors.flatMap(({ step, total, values }) => [step, total, ...values]))
}

function shown(value: number | undefined): string {
  return value === undefined ? 'unknown' : String(Number(value.toPrecision(3)))
}

function explain<Made>(path: string, act: () => Made): Made {
  try {
    return act()
  } catch (error) {
    throw error instanceof Invalid ? error.within(path) : error
  }
}
