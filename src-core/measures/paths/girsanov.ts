import type { SdePathState } from '#core/densities/sde/simulate'

/** The shift of drift: dW = dW' + gamma dt, so that drift mu becomes mu + S gamma. gamma into out [m] at a place and time. */
export type DriftChange = (out: Float64Array, x: Float64Array, t: number) => void

export interface WeightedState {
  readonly step: number
  readonly t: number
  /** [n, d] */
  readonly x: Float64Array
  /** log Z_t of every path, [n] */
  readonly logWeights: Float64Array
  /** W_t - int_0^t gamma ds of every path, [n, m]: Brownian under the weights (Girsanov 1960) */
  readonly shifted: Float64Array
  /** W_t itself, [n, m] */
  readonly motion: Float64Array
}

/**
 * Z_t = exp(int gamma^T dW - 1/2 int |gamma|^2 ds) along simulated paths, with Itô's sums over the steps: then Z is a
 * martingale of mean 1 exactly, whatever the steps, and weighting by Z_T gives the paths of Euler & Maruyama with drift
 * mu + S gamma. Arrays belong to the run and are valid until the next state.
 */
export function* girsanovWeights(
  paths: Iterable<SdePathState>,
  dimension: number,
  noises: number,
  change: DriftChange,
): Generator<WeightedState, void, undefined> {
  let before: Float64Array | null = null
  let last = 0
  let logWeights = new Float64Array(0)
  let shifted = new Float64Array(0)
  let motion = new Float64Array(0)
  const gamma = new Float64Array(noises)
  for (const { step, t, x, increments } of paths) {
    const n = x.length / dimension
    if (before === null) {
      before = new Float64Array(x.length)
      logWeights = new Float64Array(n)
      shifted = new Float64Array(n * noises)
      motion = new Float64Array(n * noises)
    } else {
      const dt = t - last
      for (let i = 0; i < n; i++) {
        change(gamma, before.subarray(i * dimension, (i + 1) * dimension), last)
        for (let k = 0; k < noises; k++) {
          const at = i * noises + k
          const w = increments[at]!
          logWeights[i]! += gamma[k]! * w - 0.5 * gamma[k]! * gamma[k]! * dt
          motion[at]! += w
          shifted[at]! += w - gamma[k]! * dt
        }
      }
    }
    before.set(x)
    last = t
    yield { step, t, x, logWeights, shifted, motion }
  }
}
