/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix of size d <= 3 by cyclic Jacobi rotations (Golub &
 * Van Loan 2013, section 8.5); exact to rounding. `vectors` is row-major [d, d] with eigenvectors as columns.
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): {
  values: Float64Array
  vectors: Float64Array
} {
  const d = matrix.length
  const a = Float64Array.from(matrix.flat())
  const v = new Float64Array(d * d)
  for (let i = 0; i < d; i++) v[i * d + i] = 1
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) off += Math.abs(a[p * d + q]!)
    if (off === 0) break
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) rotate(a, v, d, p, q)
  }
  return { values: Float64Array.from({ length: d }, (_, i) => a[i * d + i]!), vectors: v }
}

/** One rotation in the plane (p, q) that makes a[p][q] zero. */
function rotate(a: Float64Array, v: Float64Array, d: number, p: number, q: number): void {
  const apq = a[p * d + q]!
  if (apq === 0) return
  const theta = (a[q * d + q]! - a[p * d + p]!) / (2 * apq)
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let k = 0; k < d; k++) {
    const akp = a[k * d + p]!
    const akq = a[k * d + q]!
    a[k * d + p] = c * akp - s * akq
    a[k * d + q] = s * akp + c * akq
  }
  for (let k = 0; k < d; k++) {
    const apk = a[p * d + k]!
    const aqk = a[q * d + k]!
    a[p * d + k] = c * apk - s * aqk
    a[q * d + k] = s * apk + c * aqk
    const vkp = v[k * d + p]!
    const vkq = v[k * d + q]!
    v[k * d + p] = c * vkp - s * vkq
    v[k * d + q] = s * vkp + c * vkq
  }
  a[p * d + q] = 0
  a[q * d + p] = 0
}
