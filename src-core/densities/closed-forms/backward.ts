import { normalBelow } from './rod'

/** X_(t + tau) given X_t = x for dX = -theta X dt + sigma dW: mean and deviation */
function later(theta: number, sigma: number, tau: number, x: number): readonly [number, number] {
  const variance =
    theta === 0 ? sigma * sigma * tau : (-sigma * sigma * Math.expm1(-2 * theta * tau)) / (2 * theta)
  return [x * Math.exp(-theta * tau), Math.sqrt(variance)]
}

/** P(X_T > k | X_t = x) with tau = T - t */
export function ouAbove(theta: number, sigma: number, k: number, tau: number, x: number): number {
  const [mean, deviation] = later(theta, sigma, tau, x)
  if (deviation === 0) return mean > k ? 1 : mean < k ? 0 : 0.5
  return normalBelow((mean - k) / deviation)
}

/** E[cos X_T | X_t = x] */
export function ouCosine(theta: number, sigma: number, tau: number, x: number): number {
  const [mean, deviation] = later(theta, sigma, tau, x)
  return Math.cos(mean) * Math.exp(-0.5 * deviation * deviation)
}
