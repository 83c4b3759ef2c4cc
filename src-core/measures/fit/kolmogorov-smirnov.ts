import { sortRising } from '../samples/sort'

/** Coordinates of a sample on a line */
export type Line = Float32Array | Float64Array

/** A statistic and how likely a value at least as large is when the hypothesis holds. */
export interface FitTest {
  readonly statistic: number
  readonly pValue: number
}

/**
 * Largest distance between the empirical distribution function and `cdf`. The p-value is Kolmogorov's limit with
 * Stephens' correction (1970), good to a few per cent from n = 10 on.
 */
export function kolmogorovSmirnov(x: Float64Array, cdf: (x: number) => number): FitTest {
  const sorted = sortRising(x.slice())
  const n = sorted.length
  let statistic = 0
  for (let i = 0; i < n; i++) {
    const f = cdf(sorted[i]!)
    statistic = Math.max(statistic, (i + 1) / n - f, f - i / n)
  }
  return { statistic, pValue: pValueOf(statistic, n) }
}

/** Largest distance between two empirical distribution functions; n m/(n + m) stands for n in the limit. */
export function kolmogorovSmirnovOfTwo(x: Line, y: Line): FitTest {
  return kolmogorovSmirnovOfSorted(sortRising(x.slice()), sortRising(y.slice()))
}

/** The same of samples that are sorted already. */
export function kolmogorovSmirnovOfSorted(a: Line, b: Line): FitTest {
  let statistic = 0
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const at = Math.min(a[i]!, b[j]!)
    while (i < a.length && a[i]! <= at) i++
    while (j < b.length && b[j]! <= at) j++
    statistic = Math.max(statistic, Math.abs(i / a.length - j / b.length))
  }
  return { statistic, pValue: pValueOf(statistic, (a.length * b.length) / (a.length + b.length)) }
}

function pValueOf(statistic: number, n: number): number {
  const root = Math.sqrt(n)
  return kolmogorovTail((root + 0.12 + 0.11 / root) * statistic)
}

/** P(K > x) of Kolmogorov's distribution, by the series that converges fast on its side of x = 1. */
export function kolmogorovTail(x: number): number {
  if (x <= 0) return 1
  let sum = 0
  if (x < 1) {
    const factor = -(Math.PI ** 2) / (8 * x * x)
    for (let k = 1; k < 40; k += 2) sum += Math.exp(factor * k * k)
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum
  }
  for (let k = 1; k < 40; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x)
  return Math.max(0, sum)
}
