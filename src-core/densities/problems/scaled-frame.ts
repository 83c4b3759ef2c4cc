/** A deviation of the noise counts to here: what the walls cut off a point at the edge of the data is below 7e-5. */
const DEVIATIONS = 3.8

/** The scaled coordinates y = x / rho, rho^2 = alpha^2 s^2 + sigma^2, in which a box of data fills a fixed window. */
export interface ScaledFrame {
  /** s^2 */
  readonly scaleSquared: number
  /** The window is [-reach, reach] along each axis. */
  readonly reach: readonly number[]
}

/**
 * A point at R, noised with (alpha, sigma), has its mean alpha R / rho and its deviation sigma / rho, and
 *
 *   (alpha R + k sigma) / rho <= sqrt(k^2 + R^2 / s^2)   by Cauchy & Schwarz, with equality at one noise level.
 *
 * In data units that is sqrt(k^2 s^2 + R^2) once the noise is gone; s = R / k takes sqrt 2 R there and sqrt 2 k of the
 * noise at the other end. A frame of the data's own deviation would be the wider the narrower its modes are.
 */
export function scaledFrame(low: ArrayLike<number>, high: ArrayLike<number>): ScaledFrame {
  const radii = Array.from(low, (from, j) => Math.max(Math.abs(from), Math.abs(high[j]!)))
  const s = Math.max(...radii, Number.MIN_VALUE) / DEVIATIONS
  return { scaleSquared: s * s, reach: radii.map((radius) => Math.hypot(DEVIATIONS, radius / s)) }
}
