const pole = Math.sqrt(3) - 2

/**
 * Coefficients of the cubic B-spline that passes through values on a grid, in place: [height, width], mirrored at
 * the edges (Unser, Splines: a perfect fit, 1999). Drawn by `splineAt`, contours have no corners at grid lines.
 */
export function splineCoefficients(values: Float32Array, width: number, height: number): void {
  for (let row = 0; row < height; row++) filterLine(values, row * width, 1, width)
  for (let column = 0; column < width; column++) filterLine(values, column, width, height)
}

function filterLine(values: Float32Array, start: number, stride: number, count: number): void {
  if (count < 2) return
  const last = start + (count - 1) * stride
  // The pole's powers vanish to float32 after a dozen terms.
  const reach = Math.min(count, 14)
  let sum = 0
  for (let k = reach - 1; k >= 0; k--) sum = sum * pole + values[start + k * stride]!
  values[start] = 6 * sum
  for (let at = start + stride; at <= last; at += stride)
    values[at] = 6 * values[at]! + pole * values[at - stride]!
  values[last] = (pole / (pole * pole - 1)) * (values[last]! + pole * values[last - stride]!)
  for (let at = last - stride; at >= start; at -= stride)
    values[at] = pole * (values[at + stride]! - values[at]!)
}

/** Value at (x, y) in texels, edges repeated. Twin of `splineAt` in shaders/chunks/cubic.glsl. */
export function splineAt(
  coefficients: Float32Array,
  width: number,
  height: number,
  x: number,
  y: number,
): number {
  const [i, j] = [Math.floor(x), Math.floor(y)]
  const [u, v] = [cubicWeights(x - i), cubicWeights(y - j)]
  let sum = 0
  for (let b = 0; b < 4; b++)
    for (let a = 0; a < 4; a++) {
      const column = Math.min(width - 1, Math.max(0, i - 1 + a))
      const row = Math.min(height - 1, Math.max(0, j - 1 + b))
      sum += u[a]! * v[b]! * coefficients[row * width + column]!
    }
  return sum
}

/** Twin of `cubicWeights`. */
export function cubicWeights(f: number): readonly [number, number, number, number] {
  const g = 1 - f
  return [g ** 3 / 6, (3 * f ** 3 - 6 * f * f + 4) / 6, (3 * g ** 3 - 6 * g * g + 4) / 6, f ** 3 / 6]
}
