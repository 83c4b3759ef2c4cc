import type { Form, Level } from './level'

/** Which of the phi functions */
export type PhiIndex = 1 | 2 | 3 | 4

/**
 * phi_k(z) = integral over 0..1 of e^((1-u) z) u^(k-1)/(k-1)! du: phi_1 = (e^z - 1)/z, phi_(k+1) = (phi_k - 1/k!)/z
 * (Hochbruck & Ostermann 2010, equations 2.10 and 2.11). The recurrence loses all digits as z goes to 0, so below
 * |z| = 1 the series sum z^j/(j+k)! is summed instead; relative error below 1e-14.
 */
export function phi(k: PhiIndex, z: number): number {
  if (k === 1) return z === 0 ? 1 : Math.expm1(z) / z
  let reciprocal = 1
  for (let j = 2; j < k; j++) reciprocal /= j
  if (Math.abs(z) >= 1) return (phi((k - 1) as PhiIndex, z) - reciprocal) / z
  let term = reciprocal / k
  let sum = term
  for (let j = 1; Math.abs(term) > 1e-18 * sum; j++) {
    term *= z / (j + k)
    sum += term
  }
  return sum
}

/**
 * The exact solution of the probability flow from one level to another when the prediction m is a polynomial of
 * lambda: x' = keep x + sum over k of gain(k) m_k with m = sum m_k u^(k-1)/(k-1)!, u = (lambda - lambda_0)/h in 0..1
 * (Lu et al. 2022, equation 3.4; Lu et al. 2023, equation 9). With the data form keep = sigma'/sigma, with the noise
 * form alpha'/alpha. Valid on any process, since it is linear in x / alpha against sigma / alpha.
 */
export interface ExponentialStep {
  /** lambda' - lambda; above 0 towards the data */
  readonly h: number
  readonly keep: number
  gain(k: PhiIndex): number
}

export function exponentialStep(from: Level, to: Level, form: Form): ExponentialStep {
  const h = to.lambda - from.lambda
  return form === 'data'
    ? { h, keep: to.sigma / from.sigma, gain: (k) => to.alpha * h * phi(k, -h) }
    : { h, keep: to.alpha / from.alpha, gain: (k) => -to.sigma * h * phi(k, h) }
}
