import type { Process } from '#core/processes/process'

/** Noisy points with all that made them: x = alpha x_0 + sigma eps, each at a level of its own. */
export interface NoisyRows {
  readonly count: number
  readonly dimension: 1 | 2 | 3
  /** [n, d] each */
  readonly clean: Float64Array
  readonly noise: Float64Array
  readonly x: Float64Array
  /** [n] each */
  readonly t: Float64Array
  readonly alpha: Float64Array
  readonly sigma: Float64Array
}

/** Rows from data [n, d], standard normals [n, d] and times [n]. */
export function noisyRows(
  process: Process,
  dimension: 1 | 2 | 3,
  clean: Float64Array,
  noise: Float64Array,
  t: Float64Array,
): NoisyRows {
  const alpha = t.map((time) => process.alpha(time))
  const sigma = t.map((time) => process.sigma(time))
  const x = new Float64Array(clean.length)
  for (let k = 0; k < x.length; k++) {
    const r = Math.floor(k / dimension)
    x[k] = alpha[r]! * clean[k]! + sigma[r]! * noise[k]!
  }
  return { count: t.length, dimension, clean, noise, x, t, alpha, sigma }
}
