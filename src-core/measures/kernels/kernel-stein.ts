import { countOf, inDouble, type Points } from '../samples/points'

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
  const values = inDouble(points)
  const d = points.dimension
  const n = countOf(points)
  let diagonal = 0
  let off = 0
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let square = 0
      let scores = 0
      let mixed = 0
      for (let k = 0; k < d; k++) {
        const r = values[i * d + k]! - values[j * d + k]!
        square += r * r
        scores += score[i * d + k]! * score[j * d + k]!
        mixed += (score[i * d + k]! - score[j * d + k]!) * r
      }
      const base = 1 / (c * c + square)
      const kernel = Math.sqrt(base)
      const cubed = kernel * base
      // s.s' k + (s - s').r k^3 + tr of the mixed second derivative: d k^3 - 3 r^2 k^5
      const term = scores * kernel + mixed * cubed + d * cubed - 3 * square * cubed * base
      if (i === j) diagonal += term
      else off += 2 * term
    }
  }
  return { biased: (off + diagonal) / (n * n), unbiased: off / (n * (n - 1)) }
}
