import type { Distribution } from '#core/distributions/distribution'
import type { Points } from '#core/measures/samples/points'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import type { Process } from '#core/processes/process'

/**
 * n exact draws of p_t for any time, under a seed that no document uses for its particles: x_0 and the noise are drawn
 * once, so that the cloud moves smoothly with t.
 */
export function exactDraws(
  distribution: Distribution,
  process: Process,
  n: number,
  seed: number,
): (t: number) => Points {
  const { dimension } = distribution
  const clean = new Float64Array(n * dimension)
  distribution.sample(clean, seed, 0)
  const noise = new Float64Array(n * dimension)
  fillNormals(noise, dimension, seed, 0, streams.start, 1)
  return (t) => {
    const alpha = process.alpha(t)
    const sigma = process.sigma(t)
    return { values: Float32Array.from(noise, (z, i) => alpha * clean[i]! + sigma * z), dimension }
  }
}
