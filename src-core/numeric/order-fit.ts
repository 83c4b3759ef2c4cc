/** A straight line through points of a log-log plot. */
export interface OrderFit {
  /** Minus the slope of log error against log steps. */
  readonly order: number
  /** Half the width of the 95 % interval of the order, from the scatter of the points about the line. */
  readonly halfWidth: number
  /** log error at one step, so that error = exp(intercept) * steps^-order */
  readonly intercept: number
  readonly points: number
}

/** 0.975 quantiles of Student's t with 1, 2, ... degrees of freedom. */
const student = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228]

/**
 * Least squares of log(errors) on log(steps). Null with fewer than three points, since two fit any line. Errors must
 * be above 0. The interval supposes independent scatter; a curve (points before the asymptotic range) widens it.
 */
export function fitOrder(steps: readonly number[], errors: readonly number[]): OrderFit | null {
  const n = steps.length
  if (n < 3 || errors.some((e) => !(e > 0))) return null
  const u = steps.map(Math.log)
  const v = errors.map(Math.log)
  const meanU = u.reduce((a, b) => a + b, 0) / n
  const meanV = v.reduce((a, b) => a + b, 0) / n
  let uu = 0
  let uv = 0
  for (let i = 0; i < n; i++) {
    uu += (u[i]! - meanU) ** 2
    uv += (u[i]! - meanU) * (v[i]! - meanV)
  }
  if (uu === 0) return null
  const slope = uv / uu
  const intercept = meanV - slope * meanU
  let rest = 0
  for (let i = 0; i < n; i++) rest += (v[i]! - intercept - slope * u[i]!) ** 2
  const t = student[n - 3] ?? 1.96
  return { order: -slope, halfWidth: t * Math.sqrt(rest / (n - 2) / uu), intercept, points: n }
}
