import { sortRising } from '../samples/sort'

/**
 * W_p between two samples on the line, p = 1 or 2: the p-th root of the integral of |F^-1 - G^-1|^p, exact for any two
 * numbers of points (Peyré & Cuturi 2019, remark 2.30). Sorts copies.
 */
export function wasserstein1d(x: Float64Array, y: Float64Array, p: 1 | 2): number {
  const cost = transportOfSorted(sortRising(x.slice()), sortRising(y.slice()), p)
  return p === 1 ? cost : Math.sqrt(cost)
}

/** W_p^p of two samples that are sorted already. */
export function transportOfSorted(
  x: Float32Array | Float64Array,
  y: Float32Array | Float64Array,
  p: 1 | 2,
): number {
  const n = x.length
  const m = y.length
  let sum = 0
  if (n === m) {
    for (let i = 0; i < n; i++) {
      const gap = x[i]! - y[i]!
      sum += p === 1 ? Math.abs(gap) : gap * gap
    }
    return sum / n
  }
  // Both quantile functions are steps; breakpoints are multiples of 1/(n m), compared as whole numbers.
  let i = 0
  let j = 0
  let at = 0
  while (i < n && j < m) {
    const next = Math.min((i + 1) * m, (j + 1) * n)
    const gap = x[i]! - y[j]!
    sum += (next - at) * (p === 1 ? Math.abs(gap) : gap * gap)
    at = next
    if (next === (i + 1) * m) i++
    if (next === (j + 1) * n) j++
  }
  return sum / (n * m)
}
