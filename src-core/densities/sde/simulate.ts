import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import type { Sde } from './sde'

export interface SdePathState {
  readonly step: number
  readonly t: number
  /** [n, d], valid until the next step */
  readonly x: Float64Array
  /** [n, m] Brownian increments of the step that led here; empty at the start */
  readonly increments: Float64Array
}

/**
 * Euler & Maruyama's method (1955) from points x [n, d] along rising times, noise from counters (seed, path, step):
 * path i does not depend on how many there are. Yields the start too. Weak order 1. With `from` the points are those of
 * paths first, first + 1, ... at a step, and the run goes on from there as if it had never stopped.
 */
export function* simulate(
  sde: Sde,
  start: Float64Array,
  times: Float64Array,
  seed: number,
  from: { readonly step: number; readonly first: number } = { step: 0, first: 0 },
): Generator<SdePathState, void, undefined> {
  const { dimension: d, noises: m } = sde
  const n = start.length / d
  const x = start.slice()
  const increments = new Float64Array(n * m)
  const drift = new Float64Array(d)
  const matrix = new Float64Array(d * m)
  yield { step: from.step, t: times[from.step]!, x, increments: new Float64Array(0) }
  for (let step = from.step; step + 1 < times.length; step++) {
    const t = times[step]!
    const dt = times[step + 1]! - t
    fillNormals(increments, m, seed, from.first, streams.independent, step)
    const root = Math.sqrt(dt)
    for (let i = 0; i < increments.length; i++) increments[i]! *= root
    for (let i = 0; i < n; i++) {
      const [px, py] = [x[i * d]!, d === 2 ? x[i * d + 1]! : 0]
      sde.drift(drift, px, py, t)
      sde.diffusion(matrix, px, py, t)
      for (let a = 0; a < d; a++) {
        let change = drift[a]! * dt
        for (let k = 0; k < m; k++) change += matrix[a * m + k]! * increments[i * m + k]!
        x[i * d + a]! += change
      }
    }
    yield { step: step + 1, t: times[step + 1]!, x, increments }
  }
}
