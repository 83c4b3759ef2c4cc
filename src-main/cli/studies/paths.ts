import { catalog } from '#core/catalog/index'
import { withDefaults } from '#core/params/defaults'
import { pushParam } from '#core/protocol/path-weights'
import { simulatedLambdas, type WrongScoreCost, wrongScoreLambdas } from '#core/protocol/wrong-score'
import { assembleEquation } from '#main/engine/equations/equation-model'
import { withPaths } from '#main/engine/equations/with-paths'
import { pathWeights } from '#main/engine/observers/path-weights'
import { wrongScoreStudy } from '#main/engine/observers/wrong-score'
import type { CommandHost } from '../command-host'
import { text } from '../options'
import { networksOf } from '../training/networks'
import { askDocument, type AskedDocument, decimal, someOf, table } from './ask-document'

const options = { push: text } as const

/**
 * `paths FILE`: of a diffusion model what its wrong score costs, in paths and at their ends; of an equation Girsanov's
 * weights for a push. The numbers are those of the window's sheets.
 */
export function printPaths(args: readonly string[], host: CommandHost): void {
  const asked = askDocument('paths', args, options)
  if (asked.document.experiment.subject.kind === 'generative') printWrongScore(asked, host)
  else printWeights(asked, host)
}

const short = (value: number): string => value.toExponential(4)

function printWrongScore({ document, write }: AskedDocument<typeof options>, host: CommandHost): void {
  const { subject } = document.experiment
  const costAt = wrongScoreStudy(subject, document.seeds, networksOf(null))
  const { dynamics } = subject as Extract<typeof subject, { kind: 'generative' }>
  const entry = catalog.dynamics.find(({ kind }) => kind === dynamics.kind)
  const own =
    dynamics.kind === 'reverse' && entry !== undefined
      ? Number(withDefaults(entry.params, dynamics)['lambda'])
      : null
  const lambdas = [...new Set([...wrongScoreLambdas, ...(own === null ? [] : [own])])].sort((a, b) => a - b)
  const costs = lambdas.map((lambda) => costAt(lambda, lambda === own || simulatedLambdas.includes(lambda)))
  write('paths.json', costs)
  const row = ({ lambda, prior, integral, marginals, simulated }: WrongScoreCost): string[] => [
    String(lambda),
    short(prior),
    integral === null ? 'infinite' : short(integral),
    integral === null ? 'infinite' : short(prior + integral),
    short(marginals),
    simulated === null ? '' : `${short(simulated.value)} ± ${simulated.error.toExponential(1)}`,
  ]
  const names = ['lambda', 'start', 'integral', 'paths', 'ends', 'by weights']
  for (const line of table(names, costs.map(row))) host.out(line)
  const [{ cells, steps, end } = { cells: 0, steps: 0, end: 0 }] = costs
  host.out(
    `Divergences of the true run to that of the wrong score, nats; ends at t = ${end.toPrecision(4)}, ${cells} cells an axis, ${steps} steps.`,
  )
}

function printWeights({ document, values, write }: AskedDocument<typeof options>, host: CommandHost): void {
  const { subject } = document.experiment
  const push =
    values.push === undefined
      ? pushParam.default
      : decimal('--push', values.push, pushParam.min, pushParam.max)
  const found = pathWeights(assembleEquation(withPaths(subject), catalog), document.seeds, push)
  const { fan: _, single: __, ...columns } = found
  write('paths.json', { push, ...columns })
  const steps = someOf(
    Array.from(found.t, (_t, i) => i),
    11,
  )
  const with2 = (value: number, error: number): string => `${value.toFixed(4)} ± ${error.toFixed(4)}`
  const rows = steps.map((i) => [
    found.t[i]!.toPrecision(4),
    with2(found.mean[i]!, found.meanError[i]!),
    found.meanTheory[i]!.toFixed(4),
    found.effective[i]!.toFixed(1),
    with2(found.reweighted[i]!, found.reweightedError[i]!),
    with2(found.direct[i]!, found.directError[i]!),
    with2(found.shifted[i]!, found.shiftedError[i]!),
  ])
  const names = ['t', 'E Z, is 1', 'true ±', 'effective', 'E x weighted', 'E x direct', 'shifted, is 1']
  for (const line of table(names, rows)) host.out(line)
  host.out(
    `${found.paths} paths weighed to the drift mu + ${push} sigma; below ${found.leastEffective} effective ones error bars are too small.`,
  )
}
