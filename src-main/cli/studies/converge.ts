import { generativeOf } from '#core/experiment/subject'
import { catalog } from '#core/catalog/index'
import type { LabDocument, SeedName } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { Invalid } from '#core/params/invalid'
import type { OrderFit } from '#core/numeric/order-fit'
import type { StudyCurve, StudyEvent, StudyPoint } from '#core/protocol/study'
import { planStudy } from '#main/engine/observers/convergence/plan'
import { requestOf, samplersOf } from '#main/engine/observers/convergence/request'
import { convergenceStudy } from '#main/engine/observers/convergence/study'
import { versions } from '#main/engine/versions'
import { readJson } from '../arguments'
import { ResultFolder } from '../arrays/result-folder'
import type { CommandHost } from '../command-host'
import { parseOptions, seedOptions, seedsOf, text, whole } from '../options'

/** `converge FILE` with its options, as they were typed. */
interface ConvergeArguments {
  readonly file: string
  readonly out: string
  readonly samplers: string | null
  readonly steps: readonly number[] | null
  readonly particles: number | null
  readonly seeds: Partial<Record<SeedName, number>>
}

const options = { out: text, samplers: text, steps: text, particles: text, ...seedOptions } as const

function convergeArguments(args: readonly string[]): ConvergeArguments {
  const { values, positionals } = parseOptions(args, options)
  const file = positionals[0]
  if (file === undefined || positionals.length > 1)
    throw new Invalid('converge', 'takes one file; converge FILE.json --out DIR was expected')
  if (values.out === undefined || values.out === '')
    throw new Invalid('--out', 'is missing; a folder for the results was expected')
  const steps = values.steps?.split(',').map((written) => whole('--steps', written, 1, 10000)) ?? null
  if (steps !== null && new Set(steps).size < 3)
    throw new Invalid('--steps', `is "${values.steps}"; at least 3 different numbers were expected`)
  return {
    file,
    out: values.out,
    samplers: values.samplers ?? null,
    steps,
    particles: values.particles === undefined ? null : whole('--particles', values.particles, 2, 100_000),
    seeds: seedsOf(values),
  }
}

/** Runs the study of a document, prints every result as it comes, and writes `convergence.jsonl` and `.json`. */
export function converge(args: readonly string[], host: CommandHost): void {
  const typed = convergeArguments(args)
  const parsed = parse(readJson(typed.file), catalog)
  const document: LabDocument = { ...parsed, seeds: { ...parsed.seeds, ...typed.seeds } }
  const asked = requestOf(document.experiment, catalog)
  const { sampler } = generativeOf(document.experiment.subject, 'a convergence study')
  const request = {
    samplers:
      typed.samplers === null ? asked.samplers : samplersOf(typed.samplers, sampler, catalog, '--samplers'),
    steps: typed.steps ?? asked.steps,
    particles: typed.particles ?? asked.particles,
  }
  const plan = planStudy(document.experiment, document.seeds, request, catalog)
  const folder = new ResultFolder(typed.out)
  const began = performance.now()
  const events: StudyEvent[] = []
  for (const event of convergenceStudy(plan, catalog)) {
    events.push(event)
    host.out(lineOf(event))
    // The whole file each time: a reader never meets half a line, and a study has tens of them.
    folder.saveText('convergence.jsonl', events.map((one) => JSON.stringify(one) + '\n').join(''))
  }
  const result = {
    document,
    request,
    references: events.flatMap((event) => (event.kind === 'reference' ? [event] : [])),
    points: events.flatMap((event) => (event.kind === 'point' ? [event.point] : [])),
    curves: events.flatMap((event) => (event.kind === 'curve' ? [event.curve] : [])),
    versions: versions(),
    seconds: (performance.now() - began) / 1000,
  }
  folder.saveText('convergence.json', JSON.stringify(result, null, 2) + '\n')
}

function lineOf(event: StudyEvent): string {
  switch (event.kind) {
    case 'reference':
      return `Reference: ${event.name}; its own error is at most about ${event.error.toExponential(1)}.`
    case 'point':
      return pointLine(event.point)
    case 'curve':
      return curveLine(event.curve)
  }
}

/** Errors that their reference cannot vouch for stand in brackets, as they are hollow in the plot. */
function pointLine({ sampler, steps, nfe, strong, strongSolid, weak, weakSolid }: StudyPoint): string {
  const error = (value: number | null, solid: boolean): string => {
    if (value === null) return 'not finite'
    return solid ? value.toExponential(3) : `(${value.toExponential(3)})`
  }
  const cells = [`${sampler}:`, `${steps} steps,`, `${nfe} evaluations,`]
  return `${cells.join(' ')} strong ${error(strong, strongSolid)}, weak ${error(weak, weakSolid)}`
}

const equations = {
  flow: 'the probability flow',
  ode: 'the dynamics without noise',
  path: 'the SDE',
} as const

function curveLine({ sampler, strong, weak, on, claimed }: StudyCurve): string {
  const order = (fit: OrderFit | null): string =>
    fit === null
      ? 'not fitted (fewer than 3 points are good enough)'
      : `${fit.order.toFixed(2)} ± ${fit.halfWidth.toFixed(2)} over ${fit.points} points`
  const claim = claimed === null ? 'none claimed' : `claimed ${claimed}`
  return `${sampler} on ${equations[on]}: strong order ${order(strong)} (${claim}); weak order ${order(weak)}.`
}
