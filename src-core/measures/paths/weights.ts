/** An estimate from weighted paths. */
export interface Estimate {
  readonly value: number
  /** Standard error, as far as the sample knows it */
  readonly error: number
}

export interface WeightSummary {
  /** Mean of the weights; E Z = 1 */
  readonly mean: Estimate
  /** (sum Z)^2 / sum Z^2 (Kong 1992) */
  readonly effective: number
  /** False below 100 effective paths: the sample's own error bar is then too small to be believed. */
  readonly reliable: boolean
  /** Largest weight over the sum of all: near 1 one path speaks for all */
  readonly largestShare: number
}

/** Below so many effective paths an error bar is drawn as unreliable. */
export const LEAST_EFFECTIVE = 100

/** From log Z [n]; scaled by the largest, so that nothing overflows that need not. */
export function weightSummary(logWeights: Float64Array): WeightSummary {
  const n = logWeights.length
  const top = logWeights.reduce((most, value) => Math.max(most, value), -Infinity)
  let sum = 0
  let squares = 0
  for (const value of logWeights) {
    const weight = Math.exp(value - top)
    sum += weight
    squares += weight * weight
  }
  const mean = sum / n
  const effective = (sum * sum) / squares
  const spread = Math.sqrt(Math.max(0, squares / n - mean * mean) / (n - 1))
  const factor = Math.exp(top)
  return {
    mean: { value: factor * mean, error: factor * spread },
    effective,
    reliable: effective >= LEAST_EFFECTIVE,
    largestShare: 1 / sum,
  }
}

/** sqrt(e^v - 1), the deviation of Z where v = int |gamma|^2 dt is a number: what an error bar should be, times sqrt n */
export function deviationOfWeights(variance: number): number {
  return Math.sqrt(Math.expm1(variance))
}

/** E[f Z], with Z normalised by its expected value 1: unbiased. */
export function reweighted(values: Float64Array, logWeights: Float64Array): Estimate {
  const n = values.length
  let mean = 0
  let square = 0
  for (let i = 0; i < n; i++) {
    const value = values[i]! * Math.exp(logWeights[i]!)
    const apart = value - mean
    mean += apart / (i + 1)
    square += apart * (value - mean)
  }
  return { value: mean, error: Math.sqrt(square / (n - 1) / n) }
}

/** sum f Z / sum Z: biased by 1 / n, but right for f = 1, and steadier; error by the delta method (Owen 2013, eq. 9.9) */
export function selfNormalised(values: Float64Array, logWeights: Float64Array): Estimate {
  const top = logWeights.reduce((most, value) => Math.max(most, value), -Infinity)
  const weights = logWeights.map((value) => Math.exp(value - top))
  const sum = weights.reduce((a, b) => a + b, 0)
  let mean = 0
  weights.forEach((weight, i) => (mean += (weight / sum) * values[i]!))
  let square = 0
  weights.forEach((weight, i) => (square += ((weight / sum) * (values[i]! - mean)) ** 2))
  return { value: mean, error: Math.sqrt(square) }
}
