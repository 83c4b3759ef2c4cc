import { sortRising } from '../samples/sort'
import type { FitTest, Line } from './kolmogorov-smirnov'

/**
 * Integral of n (F_n - F)^2 dF: weighs all of the distribution, where Kolmogorov–Smirnov looks at one point. The p-value
 * is that of the limit (Csörgő & Faraway 1996, equation 1.3), good from n = 50 on.
 */
export function cramerVonMises(x: Float64Array, cdf: (x: number) => number): FitTest {
  const sorted = sortRising(x.slice())
  const n = sorted.length
  let statistic = 1 / (12 * n)
  for (let i = 0; i < n; i++) statistic += ((2 * i + 1) / (2 * n) - cdf(sorted[i]!)) ** 2
  return { statistic, pValue: cramerVonMisesTail(statistic) }
}

/** Of two samples, by ranks (Anderson 1962); the limit is used after the statistic is brought to its mean and variance. */
export function cramerVonMisesOfTwo(x: Line, y: Line): FitTest {
  return cramerVonMisesOfSorted(sortRising(x.slice()), sortRising(y.slice()))
}

/** The same of samples that are sorted already. */
export function cramerVonMisesOfSorted(a: Line, b: Line): FitTest {
  const n = a.length
  const m = b.length
  const total = n + m
  let u = 0
  let i = 0
  let j = 0
  // Equal numbers share the mean of their ranks.
  while (i < n || j < m) {
    const at = Math.min(i < n ? a[i]! : Infinity, j < m ? b[j]! : Infinity)
    let endA = i
    let endB = j
    while (endA < n && a[endA] === at) endA++
    while (endB < m && b[endB] === at) endB++
    const rank = i + j + 0.5 * (endA - i + endB - j + 1)
    for (let k = i; k < endA; k++) u += n * (rank - k - 1) ** 2
    for (let k = j; k < endB; k++) u += m * (rank - k - 1) ** 2
    i = endA
    j = endB
  }
  const statistic = u / (n * m * total) - (4 * n * m - 1) / (6 * total)
  const mean = (1 + 1 / total) / 6
  const variance =
    ((total + 1) * (4 * n * m * total - 3 * (n * n + m * m) - 2 * n * m)) / (45 * total * total * 4 * n * m)
  const limit = 1 / 6 + (statistic - mean) / Math.sqrt(45 * variance)
  return { statistic, pValue: cramerVonMisesTail(limit) }
}

/** P(W > x) of the limit distribution. */
export function cramerVonMisesTail(x: number): number {
  if (x < 0.003) return 1
  // Further out 1 minus a sum would have no digits left.
  if (x > 2) return upperTail(x)
  let sum = 0
  let factor = Math.sqrt(Math.PI)
  for (let k = 0; k < 20; k++) {
    // factor = Gamma(k + 1/2) / k!
    const y = (4 * k + 1) ** 2 / (16 * x)
    sum += factor * Math.sqrt(4 * k + 1) * scaledBesselQuarter(y) * Math.exp(-2 * y)
    factor *= (k + 0.5) / (k + 1)
  }
  return Math.max(0, 1 - sum / (Math.PI ** 1.5 * Math.sqrt(x)))
}

/** e^y K_1/4(y), by the trapezoidal rule on the integral of exp(-y (cosh s - 1)) cosh(s/4). */
function scaledBesselQuarter(y: number): number {
  const step = 0.1
  let sum = 0.5
  for (let i = 1; i < 400; i++) {
    const s = i * step
    const term = Math.exp(-y * (Math.cosh(s) - 1)) * Math.cosh(s / 4)
    sum += term
    if (term < 1e-18 * sum) break
  }
  return sum * step
}

/**
 * The first of the alternating terms into which the inverted characteristic function of the limit, sum chi_k^2 / (k pi)^2,
 * falls (Smirnov 1937): (2/pi) integral over [pi, 2 pi] of exp(-x z^2/2) / sqrt(-z sin z) dz. The next term is smaller
 * by about exp(-4 pi^2 x).
 */
function upperTail(x: number): number {
  const terms = 2000
  let sum = 0
  for (let i = 0; i < terms; i++) {
    // z = sqrt(y) runs over [pi, 2 pi]; z = pi (3 - cos q)/2 takes the two inverse square roots away.
    const q = (Math.PI * (i + 0.5)) / terms
    const z = 0.5 * Math.PI * (3 - Math.cos(q))
    const weight = 0.5 * Math.PI * Math.sin(q)
    sum += (weight * Math.exp(-0.5 * x * z * z)) / Math.sqrt(-z * Math.sin(z))
  }
  return (2 / Math.PI) * sum * (Math.PI / terms)
}
