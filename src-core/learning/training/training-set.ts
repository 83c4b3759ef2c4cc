import type { Distribution } from '#core/distributions/distribution'
import { spread } from '#core/numeric/rescale-points'
import { Invalid } from '#core/params/invalid'

/** Points that a network learns from. */
export interface TrainingSet {
  readonly dimension: 1 | 2 | 3
  readonly count: number
  /** [n, d] */
  readonly points: Float64Array
  /** Mean variance of the coordinates */
  readonly variance: number
}

/** Coordinates beyond this are taken for another unit. */
const FAR = 1e4
/** Below this spread nothing can be told apart in float32. */
const NARROW = 1e-4

/** Draws from a distribution; the same for the same seed. */
export function drawTrainingSet(distribution: Distribution, count: number, seed: number): TrainingSet {
  const points = new Float64Array(count * distribution.dimension)
  distribution.sample(points, seed, 0)
  return trainingSet(points, distribution.dimension)
}

/** Points [n, d] as they are. Throws `Invalid` (path empty) where there is nothing to learn from. */
export function trainingSet(points: Float64Array, dimension: 1 | 2 | 3): TrainingSet {
  const count = points.length / dimension
  if (count < 2)
    throw new Invalid('', `holds ${count === 1 ? 'one point' : 'no points'}; at least two were expected`)
  const bad = points.findIndex((x) => !Number.isFinite(x))
  if (bad >= 0)
    throw new Invalid(
      '',
      `holds ${points[bad]} at point ${Math.floor(bad / dimension) + 1}; finite numbers were expected`,
    )
  const far = points.reduce((top, x) => Math.max(top, Math.abs(x)), 0)
  if (far > FAR)
    throw new Invalid(
      '',
      `reaches ${far.toPrecision(3)}; coordinates up to ${FAR} were expected, so rescale the points first`,
    )
  const { variance } = spread(points, dimension)
  if (!(variance > NARROW ** 2))
    throw new Invalid(
      '',
      `has points that are all the same to ${NARROW}; some spread was expected, since a score of one point is known without learning`,
    )
  return { dimension, count, points, variance }
}
