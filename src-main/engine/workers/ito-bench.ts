import { Invalid } from '#core/params/invalid'
import type { ItoAnswer, ItoColumns } from '#core/protocol/ito-bench'
import { itoAnswer } from '../observers/ito-bench'
import type { ItoBenchJob } from './messages'

const columns = [
  'steps',
  'left',
  'leftError',
  'middle',
  'middleError',
  'square',
  'squareError',
  'energy',
  'energyError',
  'variation',
  'variationDeviation',
] as const satisfies readonly (keyof ItoColumns)[]

/** Drift, its error, horizon, number of paths, then every column. */
export function computeItoBench({ experiment, seeds, integrand }: ItoBenchJob): Float64Array {
  const { subject } = experiment
  if (subject.kind !== 'sde')
    throw new Invalid('experiment.subject.kind', `is "${subject.kind}"; "sde" was expected`)
  const found = itoAnswer(integrand, subject.horizon, seeds.path)
  const head = [found.drift, found.driftError, found.horizon, found.paths]
  return Float64Array.from([...head, ...columns.flatMap((name) => [...found[name]])])
}

/** What `computeItoBench` packed. */
export function unpackItoBench(packed: ArrayLike<number>): ItoAnswer {
  const [drift = 0, driftError = 0, horizon = 0, paths = 0, ...values] = Array.from(packed)
  const size = values.length / columns.length
  const column = (name: keyof ItoColumns): Float64Array => {
    const from = columns.indexOf(name) * size
    return Float64Array.from(values.slice(from, from + size))
  }
  return {
    drift,
    driftError,
    horizon,
    paths,
    steps: column('steps'),
    left: column('left'),
    leftError: column('leftError'),
    middle: column('middle'),
    middleError: column('middleError'),
    square: column('square'),
    squareError: column('squareError'),
    energy: column('energy'),
    energyError: column('energyError'),
    variation: column('variation'),
    variationDeviation: column('variationDeviation'),
  }
}
