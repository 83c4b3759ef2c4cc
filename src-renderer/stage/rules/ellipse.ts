/** A covariance in the plane as an ellipse: standard deviations along its axes, and the angle of the first. */
export interface Ellipse {
  /** [2], never negative; the first belongs to the axis at `angle` */
  readonly deviations: readonly [number, number]
  /** Radians, counter-clockwise from x1 */
  readonly angle: number
}

/** Half-axes stand this many standard deviations from the mean: 86 % of the mass lies inside. */
export const ellipseReach = 2

/** Eigen-decomposition of a symmetric 2 by 2 matrix [[a, b], [b, c]]. */
export function ellipseOf(cov: readonly (readonly number[])[]): Ellipse {
  const [a = 1, b = 0] = cov[0] ?? []
  const c = cov[1]?.[1] ?? 1
  const middle = 0.5 * (a + c)
  const half = Math.hypot(0.5 * (a - c), b)
  return {
    deviations: [Math.sqrt(Math.max(0, middle + half)), Math.sqrt(Math.max(0, middle - half))],
    angle: 0.5 * Math.atan2(2 * b, a - c),
  }
}

/** The inverse; exactly symmetric, entries rounded to 1e-6 so that documents stay readable. */
export function covarianceOf({ deviations: [first, second], angle }: Ellipse): number[][] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const [u, v] = [first ** 2, second ** 2]
  const round = (x: number): number => Number(x.toFixed(6))
  const b = round((u - v) * cos * sin)
  return [
    [round(u * cos * cos + v * sin * sin), b],
    [b, round(u * sin * sin + v * cos * cos)],
  ]
}

/** The ellipse whose axis `which` ends at (dx, dy) from the mean; the other axis keeps its length. */
export function pulled(ellipse: Ellipse, which: 0 | 1, dx: number, dy: number): Ellipse {
  const deviation = Math.max(0.01, Math.hypot(dx, dy) / ellipseReach)
  const along = Math.atan2(dy, dx)
  const [first, second] = ellipse.deviations
  return which === 0
    ? { deviations: [deviation, second], angle: along }
    : { deviations: [first, deviation], angle: along - 0.5 * Math.PI }
}
