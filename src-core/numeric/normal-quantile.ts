import { log } from './elementary'

const A = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716]
const A0 = 2.506628277459239
const B = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572]
const C = [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734]
const C1 = 4.374664141464968
const C0 = 2.938163982698783
const D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416]
const TAIL = 0.02425

/** z with P(N(0, 1) < z) = u, for u in (0, 1); relative error below 2e-9 (Acklam 2003's rational functions). */
export function normalQuantile(u: number): number {
  if (u > 0.5) return -normalQuantile(1 - u)
  if (u < TAIL) {
    const q = Math.sqrt(-2 * log(u))
    return (horner(C, q) * q * q + C1 * q + C0) / (horner(D, q) * q + 1)
  }
  const q = u - 0.5
  const r = q * q
  return (q * (horner(A, r) * r + A0)) / (horner(B, r) * r + 1)
}

function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, c) => sum * x + c, 0)
}
