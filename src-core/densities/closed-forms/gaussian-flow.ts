/**
 * Linear equations that are solved by a Gaussian: mean and covariance at every time, from formulas alone. Nothing here
 * is shared with the solvers that it is held against.
 */
export interface GaussianFlow {
  readonly dimension: 1 | 2
  /** [d] */
  mean(t: number): readonly number[]
  /** [xx] or [xx, xy, yy] */
  covariance(t: number): readonly number[]
  /** Covariance that every start tends to, about 0; null where there is none */
  readonly stationary: readonly number[] | null
}

/** A Gaussian start: mean [d] and covariance [xx] or [xx, xy, yy]; zeros for a point. */
export interface GaussianStart {
  readonly mean: readonly number[]
  readonly covariance: readonly number[]
}

/** (1 - e^(-2 a t)) / 2a, and t for a = 0 */
const grown = (a: number, t: number): number => (a === 0 ? t : -Math.expm1(-2 * a * t) / (2 * a))

/** dX = sigma dW: variances grow by sigma^2 t. */
export function brownianFlow(sigma: number, start: GaussianStart): GaussianFlow {
  return turningOuFlow(0, 0, sigma, start)
}

/** dX = -theta X dt + sigma dW (Uhlenbeck & Ornstein 1930) */
export function ouFlow(theta: number, sigma: number, start: GaussianStart): GaussianFlow {
  return turningOuFlow(theta, 0, sigma, start)
}

/** dX = (-a X + w J X) dt + sigma dW with J = [[0, 1], [-1, 0]]; on a line w is 0. */
export function turningOuFlow(a: number, w: number, sigma: number, start: GaussianStart): GaussianFlow {
  const d = start.mean.length === 1 ? 1 : 2
  const still = a > 0 ? (sigma * sigma) / (2 * a) : null
  return {
    dimension: d,
    stationary: still === null ? null : d === 1 ? [still] : [still, 0, still],
    mean(t) {
      const shrunk = start.mean.map((m) => m * Math.exp(-a * t))
      if (d === 1) return shrunk
      const [c, s] = [Math.cos(w * t), Math.sin(w * t)]
      return [c * shrunk[0]! + s * shrunk[1]!, c * shrunk[1]! - s * shrunk[0]!]
    },
    covariance(t) {
      const shrink = Math.exp(-2 * a * t)
      const added = sigma * sigma * grown(a, t)
      if (d === 1) return [shrink * start.covariance[0]! + added]
      const [xx, xy, yy] = start.covariance as [number, number, number]
      const [c, s] = [Math.cos(w * t), Math.sin(w * t)]
      return [
        shrink * (c * c * xx + 2 * c * s * xy + s * s * yy) + added,
        shrink * (c * s * (yy - xx) + (c * c - s * s) * xy),
        shrink * (s * s * xx - 2 * c * s * xy + c * c * yy) + added,
      ]
    },
  }
}

/** The Gaussian's density at a place; y is not read on a line. */
export function gaussianAt(mean: readonly number[], covariance: readonly number[], x: number, y = 0): number {
  const dx = x - mean[0]!
  if (mean.length === 1)
    return Math.exp((-0.5 * dx * dx) / covariance[0]!) / Math.sqrt(2 * Math.PI * covariance[0]!)
  const dy = y - mean[1]!
  const [a, b, c] = covariance as [number, number, number]
  const determinant = a * c - b * b
  const square = (c * dx * dx - 2 * b * dx * dy + a * dy * dy) / determinant
  return Math.exp(-0.5 * square) / (2 * Math.PI * Math.sqrt(determinant))
}
