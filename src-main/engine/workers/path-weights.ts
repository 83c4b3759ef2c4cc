import { catalog } from '#core/catalog/index'
import { Invalid } from '#core/params/invalid'
import { drawnWeights, fanLevels, type PathWeights } from '#core/protocol/path-weights'
import { assembleEquation } from '../equations/equation-model'
import { pathWeights } from '../observers/path-weights'
import type { PathWeightsJob } from './messages'

const columns = [
  't',
  'mean',
  'meanError',
  'meanTheory',
  'effective',
  'reweighted',
  'reweightedError',
  'direct',
  'directError',
  'shifted',
  'shiftedError',
] as const satisfies readonly (keyof PathWeights)[]

/** Number of paths, least of effective ones, then every column [11, T], the fan [T, 5] and single paths [T, 48]. */
export function computePathWeights({ experiment, seeds, push }: PathWeightsJob): Float64Array {
  const { subject } = experiment
  if (subject.kind !== 'sde')
    throw new Invalid('experiment.subject.kind', `is "${subject.kind}"; "sde" was expected`)
  const found = pathWeights(assembleEquation(subject, catalog), seeds, push)
  const size = found.t.length
  const values = new Float64Array(2 + size * (columns.length + fanLevels.length + drawnWeights))
  values[0] = found.paths
  values[1] = found.leastEffective
  columns.forEach((name, i) => values.set(found[name], 2 + i * size))
  values.set(found.fan, 2 + columns.length * size)
  values.set(found.single, 2 + (columns.length + fanLevels.length) * size)
  return values
}

/** What `computePathWeights` packed. */
export function unpackPathWeights(packed: ArrayLike<number>): PathWeights {
  const values = Float64Array.from(packed)
  const [paths = 0, leastEffective = 0] = values
  const size = (values.length - 2) / (columns.length + fanLevels.length + drawnWeights)
  const part = (from: number, count: number): Float64Array =>
    values.slice(2 + from * size, 2 + (from + count) * size)
  const column = (name: (typeof columns)[number]): Float64Array => part(columns.indexOf(name), 1)
  return {
    t: column('t'),
    mean: column('mean'),
    meanError: column('meanError'),
    meanTheory: column('meanTheory'),
    effective: column('effective'),
    reweighted: column('reweighted'),
    reweightedError: column('reweightedError'),
    direct: column('direct'),
    directError: column('directError'),
    shifted: column('shifted'),
    shiftedError: column('shiftedError'),
    fan: part(columns.length, fanLevels.length),
    single: part(columns.length + fanLevels.length, drawnWeights),
    paths,
    leastEffective,
  }
}
