import { countOf, type Points } from '../samples/points'

/** Squared kernel Stein discrepancy: how far a sample is from a density of which only the score is known. */
export interface Stein {
  /** Pairs of a point with itself counted: the mean of a positive kernel, never negative */
  readonly biased: number
  /** Without them: mean 0 when the sample comes from the density */
  readonly unbiased: number
}

/**
 * With the kernel (c^2 + r^2)^(-1/2), which sees mass that escapes to infinity (Gorham & Mackey 2017; Liu, Lee & Jordan
 * 2016, definition 3.3). `score` [n, d] is grad log p at the points. It sees shapes within modes; weights of modes far
 * apart it does not see. n^2 terms, meant for some thousand points.
 */
export function kernelStein(points: Points, score: Float64Array, c = 1): Stein {
  const d = points.dimension
  const n = countOf(points)
  // One array an axis: pairs read neighbours.
  const axis = (values: Float64Array | Float32Array, k: number): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => (k < d ? values[i * d + k]! : 0))
  const [x, y, z] = [0, 1, 2].map((k) => axis(points.values, k)) as [Float64Array, Float64Array, Float64Array]
  const [u, v, w] = [0, 1, 2].map((k) => axis(score, k)) as [Float64Array, Float64Array, Float64Array]
  let diagonal = 0
  let off = 0
  for (let i = 0; i < n; i++) {
    const [xi, yi, zi, ui, vi, wi] = [x[i]!, y[i]!, z[i]!, u[i]!, v[i]!, w[i]!]
    let row = 0
    for (let j = 0; j < i; j++) {
      const [rx, ry, rz] = [xi - x[j]!, yi - y[j]!, zi - z[j]!]
      const square = rx * rx + ry * ry + rz * rz
      const scores = ui * u[j]! + vi * v[j]! + wi * w[j]!
      const mixed = (ui - u[j]!) * rx + (vi - v[j]!) * ry + (wi - w[j]!) * rz
      const base = 1 / (c * c + square)
      // s.s' k + (s - s').r k^3 + tr of the mixed second derivative: d k^3 - 3 r^2 k^5
      row += Math.sqrt(base) * (scores + base * (mixed + d - 3 * square * base))
    }
    off += 2 * row
    diagonal += (ui * ui + vi * vi + wi * wi) / c + d / (c * c * c)
  }
  return { biased: (off + diagonal) / (n * n), unbiased: off / (n * (n - 1)) }
}
