import type { Architecture, Prediction } from './architecture'

/** prediction = onState x + onScore s: what a quantity is in terms of the score s at x = alpha x_0 + sigma eps. */
export interface Affine {
  readonly onState: number
  readonly onScore: number
}

/**
 * The four quantities that networks predict, from the score. All follow from eps = -sigma s and
 * x_0 = (x + sigma^2 s) / alpha, with v = alpha eps - sigma x_0 (Salimans & Ho 2022; for any alpha, sigma). x_0 and v
 * need alpha > 0.
 */
export function fromScore(what: Prediction, alpha: number, sigma: number): Affine {
  switch (what) {
    case 'score':
      return { onState: 0, onScore: 1 }
    case 'noise':
      return { onState: 0, onScore: -sigma }
    case 'x0':
      return { onState: 1 / alpha, onScore: (sigma * sigma) / alpha }
    case 'v':
      return { onState: -sigma / alpha, onScore: -sigma * alpha - sigma ** 3 / alpha }
  }
}

/** The score from a quantity: s = onState x + onScore q. Finite for alpha = 0 too. */
export function toScore(what: Prediction, alpha: number, sigma: number): Affine {
  switch (what) {
    case 'score':
      return { onState: 0, onScore: 1 }
    case 'noise':
      return { onState: 0, onScore: -1 / sigma }
    case 'x0':
      return { onState: -1 / (sigma * sigma), onScore: alpha / (sigma * sigma) }
    case 'v': {
      // eps = (sigma x + alpha v) / (alpha^2 + sigma^2)
      const total = alpha * alpha + sigma * sigma
      return { onState: -1 / total, onScore: -alpha / (sigma * total) }
    }
  }
}

/** What multiplies x before the network sees it. */
export function inputScale(
  { preconditioning, dataVariance }: Architecture,
  alpha: number,
  sigma: number,
): number {
  return preconditioning === 'plain' ? 1 : 1 / Math.sqrt(alpha * alpha * dataVariance + sigma * sigma)
}

/**
 * The score of a network with raw output F: s = onState x + onScore F. With EDM preconditioning (Karras et al. 2022,
 * table 1, for x / alpha at noise sigma / alpha) it is -x / v + alpha s_0 F / (sigma sqrt v) with
 * v = alpha^2 s_0^2 + sigma^2: the score of N(0, s_0^2) data and a correction that fades with the signal.
 */
export function scoreFromOutput(architecture: Architecture, alpha: number, sigma: number): Affine {
  const { preconditioning, predicts, dataVariance } = architecture
  if (preconditioning === 'plain') return toScore(predicts, alpha, sigma)
  const variance = alpha * alpha * dataVariance + sigma * sigma
  return {
    onState: -1 / variance,
    onScore: (alpha * Math.sqrt(dataVariance)) / (sigma * Math.sqrt(variance)),
  }
}
