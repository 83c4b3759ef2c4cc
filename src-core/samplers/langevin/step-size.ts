import type { NumberParam } from '#core/params/param'

export const stepSize = {
  kind: 'number',
  label: 'Step size',
  symbol: '\\epsilon',
  doc: 'Size of a step in units of the variance of the noise level it runs at; too large a step is unstable.',
  default: 0.1,
  min: 0.00001,
  max: 10,
  soft: [0.001, 1],
  scale: 'log',
  step: 0.01,
} as const satisfies NumberParam

/**
 * Variance of p_t in its stiffest direction, or less: alpha^2 v + sigma^2 with v the smallest variance of the data's
 * parts. Its inverse bounds the curvature of -log p_t: for a mixture -Hessian = sum r_k A_k - Cov_r(A_k (x - m_k)), at
 * most the largest eigenvalue of all A_k = (alpha^2 S_k + sigma^2)^-1; for any data it is at most 1/sigma^2.
 */
export function stiffest(narrowest: number | undefined, alpha: number, sigma: number): number {
  return alpha * alpha * (narrowest ?? 0) + sigma * sigma
}

/**
 * On a Gaussian of variance s the step h = eps s shrinks distances by 1 - eps and ends with the variance
 * s / (1 - eps/2): stable below 2. With 0.1 it is off by 5 %, forgets in ten steps, and comes from the prior to a mode
 * within some fifty.
 */
export const relativeStep = {
  ...stepSize,
  doc: 'Size of a step over the smallest variance that p has in any direction at the level it runs at: stable below 2.',
  source: 'Roberts & Tweedie 1996; Dalalyan 2017',
} as const satisfies NumberParam

export const rounds = {
  kind: 'number',
  label: 'Steps per level',
  symbol: 'L',
  doc: 'How many steps are made at each level of the grid; each costs one score evaluation.',
  default: 1,
  min: 1,
  max: 60,
  soft: [1, 20],
  step: 1,
  integer: true,
} as const satisfies NumberParam
