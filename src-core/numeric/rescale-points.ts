import { Invalid } from '#core/params/invalid'

/** Points moved and scaled into the lab's range, and a sentence that says so; null where they are in it already. */
export interface Rescaled {
  readonly points: Float64Array
  /** x in the lab = (x as given - centre) * factor */
  readonly centre: readonly number[]
  readonly factor: number
  readonly sentence: string
}

/** The lab's pictures and schedules are made for points of about this deviation. */
const USUAL = 2

/**
 * Points far outside the usual range: deviation above 50 or below 0.02, or a centre more than 50 away. They are moved
 * to the origin and scaled to deviation 2; throws `Invalid` for points without any spread.
 */
export function rescaleFarPoints(points: Float64Array, dimension: 1 | 2 | 3): Rescaled | null {
  if (points.length === 0) throw new Invalid('', 'holds no points; at least two were expected')
  const { mean, variance } = spread(points, dimension)
  const deviation = Math.sqrt(variance)
  const off = Math.hypot(...mean)
  if (deviation <= 50 && deviation >= 0.02 && off <= 50) return null
  if (!(deviation > 0) || !Number.isFinite(deviation))
    throw new Invalid('', 'has points that are all the same; some spread was expected')
  const factor = USUAL / deviation
  const moved = points.map((x, k) => (x - mean[k % dimension]!) * factor)
  const where = mean.map((m) => Number(m.toPrecision(4))).join(', ')
  return {
    points: moved,
    centre: mean,
    factor,
    sentence: `The points lie about (${where}) with a spread of ${deviation.toPrecision(3)}; they were moved to the origin and scaled by ${factor.toPrecision(3)}.`,
  }
}

/** Mean of each coordinate, and the mean of their variances, of points [n, d] */
export function spread(points: Float64Array, dimension: number): { mean: number[]; variance: number } {
  const count = points.length / dimension
  const mean = Array.from({ length: dimension }, (_, j) => {
    let sum = 0
    for (let k = j; k < points.length; k += dimension) sum += points[k]! / count
    return sum
  })
  let square = 0
  for (let k = 0; k < points.length; k++) square += (points[k]! - mean[k % dimension]!) ** 2
  return { mean, variance: square / points.length }
}
