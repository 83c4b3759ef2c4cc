/** Positions of n points, [n, d] flat. */
export interface Points {
  readonly values: Float32Array | Float64Array
  readonly dimension: 1 | 2 | 3
}

export function countOf({ values, dimension }: Points): number {
  return values.length / dimension
}

/** Every k-th point, so that at most `most` remain; the points themselves where there are no more. */
export function thinned(points: Points, most: number): Points {
  const n = countOf(points)
  if (n <= most) return points
  const { values, dimension: d } = points
  const kept = new Float64Array(most * d)
  for (let i = 0; i < most; i++) {
    const from = Math.floor((i * n) / most)
    for (let j = 0; j < d; j++) kept[i * d + j] = values[from * d + j]!
  }
  return { values: kept, dimension: d }
}

/** The values in float64: loops over pairs stay fast only where they see one kind of array. */
export function inDouble({ values }: Points): Float64Array {
  return values instanceof Float64Array ? values : Float64Array.from(values)
}

/** |x_i - y_j|^2 */
export function squaredDistance(x: Float64Array, i: number, y: Float64Array, j: number, d: number): number {
  const a = x[i * d]! - y[j * d]!
  let sum = a * a
  if (d > 1) {
    const b = x[i * d + 1]! - y[j * d + 1]!
    sum += b * b
  }
  if (d > 2) {
    const c = x[i * d + 2]! - y[j * d + 2]!
    sum += c * c
  }
  return sum
}
