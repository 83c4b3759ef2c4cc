/** Mean over particles of the distance to the reference: E|X_N - X(T)| (Kloeden & Platen 1992, section 9.6). */
export function strongError(x: Float64Array, reference: Float64Array, dimension: number): number {
  const n = x.length / dimension
  let sum = 0
  for (let i = 0; i < n; i++) {
    let square = 0
    for (let j = 0; j < dimension; j++) square += (x[i * dimension + j]! - reference[i * dimension + j]!) ** 2
    sum += Math.sqrt(square)
  }
  return sum / n
}

/** How far expectations are off, and how well finitely many particles can tell. */
export interface WeakError {
  readonly value: number
  /** Standard error of the difference, particle by particle, of everything that enters `value` */
  readonly error: number
}

/**
 * Error of the mean and of the second moments, in units of the deviation s and of s^2, as one length: sqrt(sum over
 * phi of (E phi(X_N) - E phi(X(T)))^2) for phi = x_j / s and x_j x_k / s^2. Both runs use the same noise, so most of
 * the sampling error cancels.
 */
export function weakError(
  x: Float64Array,
  reference: Float64Array,
  dimension: number,
  deviation: number,
): WeakError {
  const n = x.length / dimension
  let square = 0
  let variance = 0
  const add = (difference: (at: number) => number): void => {
    let sum = 0
    let squares = 0
    for (let i = 0; i < n; i++) {
      const value = difference(i * dimension)
      sum += value
      squares += value * value
    }
    const mean = sum / n
    square += mean * mean
    variance += Math.max(0, squares / n - mean * mean) / n
  }
  for (let j = 0; j < dimension; j++) add((at) => (x[at + j]! - reference[at + j]!) / deviation)
  for (let j = 0; j < dimension; j++)
    for (let k = 0; k <= j; k++)
      add((at) => (x[at + j]! * x[at + k]! - reference[at + j]! * reference[at + k]!) / deviation ** 2)
  return { value: Math.sqrt(square), error: Math.sqrt(variance) }
}
