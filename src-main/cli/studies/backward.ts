import { catalog } from '#core/catalog/index'
import { backwardValue } from '#core/densities/witnesses/descriptions'
import type { LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { Invalid } from '#core/params/invalid'
import type { BackwardEstimates } from '#core/protocol/backward'
import { estimatesAt } from '#main/engine/equations/backward/estimates'
import { backwardSetting, payoffOf } from '#main/engine/equations/backward/setting'
import { solveBackward } from '#main/engine/equations/backward/solution'
import { versions } from '#main/engine/versions'
import { readJson } from '../arguments'
import { ResultFolder } from '../arrays/result-folder'
import type { CommandHost } from '../command-host'
import { parseOptions, seedOptions, seedsOf, text, whole } from '../options'

const options = { out: text, payoff: text, at: text, ...seedOptions } as const

/** `backward FILE`: u(x, t) = E[payoff(X_T) | X_t = x] on the whole window at all moments, and by paths at some steps. */
export function writeBackward(args: readonly string[], host: CommandHost): void {
  const { values, positionals } = parseOptions(args, options)
  const file = positionals[0]
  if (file === undefined || positionals.length > 1)
    throw new Invalid('backward', 'takes one file; backward FILE.json --out DIR was expected')
  if (values.out === undefined || values.out === '')
    throw new Invalid('--out', 'is missing; a folder for the results was expected')
  const parsed = parse(readJson(file), catalog)
  const seeds = { ...parsed.seeds, ...seedsOf(values) }
  const asked = payoffOf(parsed.experiment)
  const payoff = values.payoff === undefined ? asked : { text: values.payoff, path: '--payoff' }
  const setting = backwardSetting(parsed.experiment, seeds, payoff)
  const steps = stepsOf(values.at ?? '0', setting.steps)
  const folder = new ResultFolder(values.out)
  const solution = solveBackward(setting)
  const { axes, times } = solution
  const counts = axes.map(({ length }) => length)
  folder.save('times.npy', [times.length], times)
  axes.forEach((centres, axis) => folder.save(`${'xy'[axis]}.npy`, [centres.length], centres))
  folder.save('backward.npy', [times.length, ...counts], solution.values)
  const found = steps.map((step) => ({ step, ...estimatesAt(setting, solution, step) }))
  const d = axes.length
  const places = found[0]!.places
  folder.save('places.npy', [places.length / d, d], places)
  for (const name of ['mean', 'error', 'u'] as const)
    folder.save(
      `${name}.npy`,
      [found.length, places.length / d],
      Float64Array.from(found.flatMap((one) => [...one[name]])),
    )
  const document: LabDocument = {
    ...parsed,
    seeds,
    experiment: {
      ...parsed.experiment,
      witnesses: [
        ...parsed.experiment.witnesses.filter(({ kind }) => kind !== backwardValue.kind),
        { kind: backwardValue.kind, payoff: payoff.text },
      ],
    },
  }
  const at = found.map((one) => ({
    ...one,
    places: Array.from({ length: one.mean.length }, (_, k) => [...one.places.subarray(k * d, (k + 1) * d)]),
    mean: [...one.mean],
    error: [...one.error],
    u: [...one.u],
  }))
  folder.saveText(
    'backward.json',
    JSON.stringify(
      { document, payoff: payoff.text, at, files: folder.files, versions: versions() },
      null,
      2,
    ) + '\n',
  )
  for (const one of found) host.out(sentence(payoff.text, one))
}

function sentence(payoff: string, { t, paths, apart, compared, difference, u }: BackwardEstimates): string {
  const spread =
    compared === 0
      ? 'all paths of a place pay the same'
      : `the largest is ${apart.toFixed(2)} standard errors at ${compared} places with a spread`
  return `${payoff} from t = ${Number(t.toPrecision(6))}: equation and ${paths} paths from each of ${u.length} places differ by up to ${difference.toExponential(3)}; ${spread}.`
}

function stepsOf(list: string, last: number): readonly number[] {
  return list.split(',').map((text) => whole('--at', text, 0, last))
}
