import { particlesOf } from '#core/experiment/subject'
import { dirname, join, resolve } from 'node:path'
import { catalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { paneExperiments, panePath, parse } from '#core/experiment/parse'
import { assemble } from '#main/engine/assemble'
import { equationOf } from '#main/engine/equations/equation-of'
import { refuseForEquation, runEquation } from './run-equation'
import { readJson, type RunArguments } from './arguments'
import type { CommandHost } from './command-host'
import { type ListedRun, listRuns } from './experiment-list'
import { givenArray } from './arrays/given-array'
import { noiseDraws } from './arrays/noise-draws'
import { type RunInput, runDocument } from './run-document'
import { networksOf, refuseUntrained, withWeights } from './training/networks'

/** One folder of results. */
interface Planned extends RunInput {
  readonly run: ListedRun
}

/** Runs everything that a file lists. All of it is validated, arrays too, before anything runs. */
export async function runFile(options: RunArguments, host: CommandHost): Promise<void> {
  const planned = listRuns(readJson(options.file)).flatMap((run) => run.explain(() => plan(run, options)))
  for (const { run, ...input } of planned) {
    if (input.document.experiment.subject.kind !== 'generative') {
      host.out(runEquation(input.document, input.out, options))
      continue
    }
    const report = await runDocument(input, options, host.entry)
    const { backend, seconds, nfe } = report
    const particles = particlesOf(input.document.experiment.subject)
    host.out(
      `${join(input.out, 'run.json')}: ${particles} particles, ${nfe} score evaluations each, ` +
        `${seconds.sampling.toFixed(2)} s on ${backend.name} (${backend.precision}).`,
    )
  }
}

function plan(run: ListedRun, options: RunArguments): Planned[] {
  const parsed = parse(run.document, catalog)
  const document: LabDocument = { ...parsed, seeds: { ...parsed.seeds, ...options.seeds } }
  const panes = options.variants ? paneExperiments(document, catalog) : [document.experiment]
  const folder = dirname(resolve(options.file))
  const networks = networksOf(options.weights)
  return panes.map((written, i) => {
    if (written.subject.kind !== 'generative') {
      refuseForEquation(options)
      equationOf(written, panePath(i))
      return {
        run,
        document: i === 0 ? document : { ...document, experiment: written, variants: [] },
        networks,
        out: join(options.out, run.name, i === 0 ? '' : `variant-${i}`),
        initial: null,
        noise: null,
      }
    }
    const experiment = { ...written, subject: withWeights(written.subject, options.weights) }
    refuseUntrained(experiment, networks)
    const model = assemble(experiment.subject, catalog, panePath(i), networks)
    const { particles, distribution } = model
    const given = (field: 'initial' | 'noise', shape: readonly number[]): Float64Array | null => {
      const option = options[field]
      return option === null
        ? givenArray(run[field], field, folder, shape)
        : givenArray(option, `--${field}`, process.cwd(), shape)
    }
    return {
      run,
      // A variant is written as the document that gives it on its own.
      document: i === 0 ? { ...document, experiment } : { ...document, experiment, variants: [] },
      networks,
      out: join(options.out, run.name, i === 0 ? '' : `variant-${i}`),
      initial: given('initial', [particles, distribution.dimension]),
      noise:
        options.noise === null && run.noise === undefined
          ? null
          : given('noise', [noiseDraws(model).rows, particles, distribution.dimension]),
    }
  })
}
