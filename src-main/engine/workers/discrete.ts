import { catalog } from '#core/catalog/index'
import { assemble } from '../assemble'
import { boundOf } from '../observers/bound'
import { invert, invertibleModel, pointsToInvert } from '../observers/inversion'
import type { Calls } from '#core/protocol/contract'
import type { BoundJob, InversionJob } from './messages'

/** Data, latent, exact latent and returned points [4, n, d], then mean, largest, mean error of the latent, evaluations. */
export function computeInversion({ experiment, seeds, particles }: InversionJob): Float64Array {
  const model = invertibleModel(experiment.subject)
  const found = invert(model, seeds, pointsToInvert(model, seeds, particles))
  const { data, latent, exact, returned, mean, largest, encodingMean, nfe } = found
  return Float64Array.of(...data, ...latent, ...exact, ...returned, mean, largest, encodingMean, nfe)
}

/** t, value and error of each term [terms, 3], then total, its error, and the entropy of the data. */
export function computeBound({ experiment, seeds }: BoundJob): Float64Array {
  const { subject } = experiment
  const { terms, total, totalError, entropy } = boundOf(assemble(subject, catalog), subject, seeds)
  return Float64Array.from([
    ...terms.flatMap(({ t, value, error }) => [t, value, error]),
    total,
    totalError,
    entropy,
  ])
}

/** What `computeInversion` packed. */
export function unpackInversion(values: ArrayLike<number>): Calls['inversion']['output'] {
  const size = (values.length - 4) / 4
  const part = (which: number): Float32Array =>
    Float32Array.from({ length: size }, (_, i) => values[which * size + i]!)
  const [mean = 0, largest = 0, encodingMean = 0, nfe = 0] = Array.from(
    { length: 4 },
    (_, i) => values[4 * size + i]!,
  )
  return {
    data: part(0),
    latent: part(1),
    exact: part(2),
    returned: part(3),
    mean,
    largest,
    encodingMean,
    nfe,
  }
}

/** What `computeBound` packed. */
export function unpackBound(values: ArrayLike<number>): Calls['bound']['output'] {
  const count = (values.length - 3) / 3
  const column = (which: number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => values[3 * i + which]!)
  const [total = 0, totalError = 0, entropy = 0] = Array.from({ length: 3 }, (_, i) => values[3 * count + i]!)
  return { t: column(0), values: column(1), errors: column(2), total, totalError, entropy }
}
