import type { Process } from '#core/processes/process'

/** One noise level of the error's range. */
export interface ErrorLevel {
  /** log(alpha / sigma) */
  readonly ratio: number
  readonly alpha: number
  readonly sigma: number
}

/** Of log(alpha / sigma): where the error of a score is measured, the same for every process. */
export const errorRange = [-5, 3] as const

/**
 * Midpoints of equal parts of the range. A process gives its own alpha and sigma where it comes to; beyond its ends, the
 * level stands for the variance-preserving pair of the same ratio.
 */
export function errorLevels(process: Process, count: number): ErrorLevel[] {
  const [low, high] = errorRange
  return Array.from({ length: count }, (_, i) => {
    const ratio = low + ((i + 0.5) / count) * (high - low)
    const inside = 2 * ratio <= process.logSnr(process.tMin) && 2 * ratio >= process.logSnr(process.tMax)
    if (inside) {
      const t = process.tFromLogSnr(2 * ratio)
      return { ratio, alpha: process.alpha(t), sigma: process.sigma(t) }
    }
    const sigma = 1 / Math.sqrt(1 + Math.exp(2 * ratio))
    return { ratio, alpha: Math.exp(ratio) * sigma, sigma }
  })
}
