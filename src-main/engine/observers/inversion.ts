import { catalog } from '#core/catalog/index'
import type { Seeds, Subject } from '#core/experiment/document'
import { generativeOf } from '#core/experiment/subject'
import { logLikelihood } from '#core/measures/likelihood/log-likelihood'
import { roundTrip } from '#core/samplers/round-trip'
import { assemble, type Model } from '../assemble'
import { single } from '../backends/ensemble'
import { referenceBackend } from '../backends/reference'
import { pathNoiseOf } from '../run-experiment'

/** Points encoded as noise by the document's sampler and decoded again, in float64; [n, d] each. */
export interface Inversion {
  readonly data: Float64Array
  readonly latent: Float64Array
  /** Where the exact flow takes the data (Dormand–Prince 8(5,3) at 1e-10) */
  readonly exact: Float64Array
  readonly returned: Float64Array
  /** Euclidean distances between data and returned points */
  readonly mean: number
  readonly largest: number
  /** The same between latent and exact */
  readonly encodingMean: number
  readonly nfe: number
}

/**
 * The model that inverts: the subject's process, score, sampler and grid on the probability flow, between the times of
 * the grid alone. Throws `Invalid` for samplers that need noise.
 */
export function invertibleModel(given: Subject): Model {
  const subject = generativeOf(given, 'inversion')
  const ends = catalog.grid.find((entry) => entry.kind === subject.grid.kind)?.params['toZero'] !== undefined
  const grid = { ...subject.grid, ...(ends ? { toZero: false } : {}) }
  return assemble({ ...subject, dynamics: { kind: 'reverse', lambda: 0 }, grid }, catalog)
}

/** Draws of p at the data end of the process, under the document's data seed. */
export function pointsToInvert(model: Model, seeds: Seeds, n: number): Float64Array {
  const points = new Float64Array(n * model.distribution.dimension)
  model.distribution.sample(points, seeds.data, 0)
  return points
}

export function invert(model: Model, seeds: Seeds, data: Float64Array): Inversion {
  const { process, sampler, score, times } = model
  const d = score.dimension
  const count = data.length / d
  const backend = referenceBackend({
    score,
    first: 0,
    count,
    startSeed: seeds.start,
    noise: pathNoiseOf(model, seeds),
    ensemble: single(count),
  })
  const { latent, returned, nfe } = roundTrip(sampler, process, times, backend, data)
  backend.dispose()
  const exact = new Float64Array(data.length)
  // Point by point: each takes the steps that it needs and no more.
  for (let i = 0; i < count; i++)
    exact.set(logLikelihood(process, score, data.slice(i * d, (i + 1) * d)).latent, i * d)
  const misses = distances(data, returned, d)
  return {
    data,
    latent,
    exact,
    returned,
    mean: misses.reduce((sum, miss) => sum + miss, 0) / count,
    largest: Math.max(...misses),
    encodingMean: distances(latent, exact, d).reduce((sum, miss) => sum + miss, 0) / count,
    nfe,
  }
}

function distances(a: Float64Array, b: Float64Array, d: number): number[] {
  return Array.from({ length: a.length / d }, (_, i) => {
    let square = 0
    for (let j = 0; j < d; j++) square += (a[i * d + j]! - b[i * d + j]!) ** 2
    return Math.sqrt(square)
  })
}
