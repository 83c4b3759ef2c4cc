import { counterWord, normalPair, pairOfNormals, streams } from '#core/numeric/gaussian-stream'

/** Unit vectors [count, dimension] flat. */
export interface Directions {
  readonly values: Float64Array
  readonly dimension: 1 | 2 | 3
}

/**
 * Directions spread evenly over half of the circle (angles pi (k + 1/2) / count) or of the sphere (a Fibonacci spiral);
 * in one dimension the only one. Averages over them converge faster than over random ones.
 */
export function evenDirections(dimension: 1 | 2 | 3, count: number): Directions {
  if (dimension === 1) return { values: Float64Array.of(1), dimension }
  const values = new Float64Array(count * dimension)
  for (let k = 0; k < count; k++) {
    if (dimension === 2) {
      const angle = (Math.PI * (k + 0.5)) / count
      values.set([Math.cos(angle), Math.sin(angle)], 2 * k)
    } else {
      const height = (k + 0.5) / count
      const angle = k * Math.PI * (3 - Math.sqrt(5))
      const radius = Math.sqrt(1 - height * height)
      values.set([radius * Math.cos(angle), radius * Math.sin(angle), height], 3 * k)
    }
  }
  return { values, dimension }
}

/** Independent uniform directions; the same for the same seed. */
export function seededDirections(dimension: 1 | 2 | 3, count: number, seed: number): Directions {
  if (dimension === 1) return { values: Float64Array.of(1), dimension }
  const values = new Float64Array(count * dimension)
  for (let k = 0; k < count; k++) {
    normalPair(seed, k, counterWord(streams.start, 0, 0))
    const v = [pairOfNormals.even, pairOfNormals.odd]
    if (dimension === 3) {
      normalPair(seed, k, counterWord(streams.start, 1, 0))
      v.push(pairOfNormals.even)
    }
    const length = Math.hypot(...v)
    values.set(
      v.map((c) => c / length),
      k * dimension,
    )
  }
  return { values, dimension }
}
