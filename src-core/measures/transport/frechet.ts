import { symmetricEigen } from '#core/numeric/symmetric-eigen'
import type { Moments } from './moments'

type Matrix = readonly (readonly number[])[]

/**
 * Squared W_2 between the Gaussians with these moments: |m1 - m2|^2 + tr(C1 + C2 - 2 (C1^1/2 C2 C1^1/2)^1/2) (Dowson &
 * Landau 1982), as in the Fréchet inception distance.
 */
export function frechet(a: Moments, b: Moments): number {
  const root = apply(a.covariance, (v) => Math.sqrt(Math.max(0, v)))
  const inner = product(product(root, b.covariance), root)
  const symmetric = inner.map((row, i) => row.map((v, j) => 0.5 * (v + inner[j]![i]!)))
  let trace = 0
  for (const v of symmetricEigen(symmetric).values) trace += Math.sqrt(Math.max(0, v))
  let sum = -2 * trace
  a.mean.forEach((m, j) => (sum += (m - b.mean[j]!) ** 2 + a.covariance[j]![j]! + b.covariance[j]![j]!))
  return Math.max(0, sum)
}

/** KL(N(m1, C1) || N(m2, C2)) in nats; Infinity where C2 is singular. */
export function gaussianKl(a: Moments, b: Moments): number {
  const d = a.mean.length
  const inverse = apply(b.covariance, (v) => 1 / v)
  const gap = a.mean.map((m, j) => b.mean[j]! - m)
  let sum = -d
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++) sum += inverse[i]![j]! * (a.covariance[j]![i]! + gap[i]! * gap[j]!)
  const logDet = (c: Matrix): number => symmetricEigen(c).values.reduce((total, v) => total + Math.log(v), 0)
  return 0.5 * (sum + logDet(b.covariance) - logDet(a.covariance))
}

/** A function of a symmetric matrix, through its eigenvalues. */
function apply(matrix: Matrix, f: (value: number) => number): number[][] {
  const d = matrix.length
  const { values, vectors } = symmetricEigen(matrix)
  return matrix.map((row, i) =>
    row.map((_, j) => {
      let sum = 0
      for (let k = 0; k < d; k++) sum += vectors[i * d + k]! * f(values[k]!) * vectors[j * d + k]!
      return sum
    }),
  )
}

function product(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => b.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)))
}
