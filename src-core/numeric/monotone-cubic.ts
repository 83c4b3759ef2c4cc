/**
 * Cubic Hermite interpolation that is monotone where the data are (Fritsch & Carlson 1980), with the harmonic-mean
 * slopes of Fritsch & Butland 1984. Continuous first derivative; linear beyond the ends.
 */
export function monotoneCubic(
  xs: Float64Array,
  ys: Float64Array,
): { value(x: number): number; slope(x: number): number } {
  const n = xs.length
  const secants = Float64Array.from(
    { length: n - 1 },
    (_, i) => (ys[i + 1]! - ys[i]!) / (xs[i + 1]! - xs[i]!),
  )
  const slopes = new Float64Array(n)
  slopes[0] = secants[0]!
  slopes[n - 1] = secants[n - 2]!
  for (let i = 1; i < n - 1; i++) {
    const left = secants[i - 1]!
    const right = secants[i]!
    if (left * right <= 0) continue
    const a = xs[i]! - xs[i - 1]!
    const b = xs[i + 1]! - xs[i]!
    slopes[i] = (3 * (a + b)) / ((2 * b + a) / left + (b + 2 * a) / right)
  }
  const cellOf = (x: number): number => {
    let low = 0
    let high = n - 2
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (xs[middle]! <= x) low = middle
      else high = middle - 1
    }
    return low
  }
  return {
    value(x) {
      if (x <= xs[0]!) return ys[0]! + slopes[0]! * (x - xs[0]!)
      if (x >= xs[n - 1]!) return ys[n - 1]! + slopes[n - 1]! * (x - xs[n - 1]!)
      const i = cellOf(x)
      const h = xs[i + 1]! - xs[i]!
      const s = (x - xs[i]!) / h
      const q = 1 - s
      return (
        ys[i]! * q * q * (1 + 2 * s) +
        ys[i + 1]! * s * s * (3 - 2 * s) +
        h * s * q * (slopes[i]! * q - slopes[i + 1]! * s)
      )
    },
    slope(x) {
      if (x <= xs[0]!) return slopes[0]!
      if (x >= xs[n - 1]!) return slopes[n - 1]!
      const i = cellOf(x)
      const h = xs[i + 1]! - xs[i]!
      const s = (x - xs[i]!) / h
      const q = 1 - s
      return 6 * s * q * secants[i]! + slopes[i]! * q * (q - 2 * s) + slopes[i + 1]! * s * (s - 2 * q)
    },
  }
}
