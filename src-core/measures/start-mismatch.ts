import type { Distribution } from '#core/distributions/distribution'
import type { Process } from '#core/processes/process'
import type { ScoreModel } from '#core/scores/score-model'

/**
 * KL(p_T || N(0, priorStd^2)) in nats at the start of a reverse run, as the mean of log p_T - log prior over exact
 * draws of p_T (always the same), with its standard error. Unbiased in any dimension; a start that is right
 * gives about 0 within the error.
 */
export function startMismatch(
  distribution: Distribution,
  score: ScoreModel,
  process: Process,
  noise: (out: Float64Array) => void,
  n = 4096,
): { value: number; error: number } {
  const d = distribution.dimension
  const alpha = process.alpha(process.tMax)
  const sigma = process.sigma(process.tMax)
  const x = new Float64Array(n * d)
  const eps = new Float64Array(n * d)
  distribution.sample(x, 1, 0)
  noise(eps)
  for (let i = 0; i < x.length; i++) x[i] = alpha * x[i]! + sigma * eps[i]!
  const logs = new Float64Array(n)
  score.at(alpha, sigma).logDensity(logs, x, n)
  let sum = 0
  let squares = 0
  const constant = d * (0.5 * Math.log(2 * Math.PI) + Math.log(process.priorStd))
  for (let i = 0; i < n; i++) {
    let square = 0
    for (let j = 0; j < d; j++) square += x[i * d + j]! ** 2
    const gap = logs[i]! + constant + (0.5 * square) / process.priorStd ** 2
    sum += gap
    squares += gap * gap
  }
  const value = sum / n
  return { value, error: Math.sqrt(Math.max(0, squares / n - value * value) / n) }
}
