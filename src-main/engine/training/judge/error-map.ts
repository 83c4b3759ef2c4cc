import type { ErrorMap } from '#core/protocol/training'
import type { Judged } from './judge'
import { settingOf } from './setting'

const ROWS = 80
const COLUMNS = 112
/** Half the width, in deviations of the noisy data */
const REACH = 3.2

/** sigma (s_theta - s) along x_1, over x_1 in scaled coordinates and log-SNR; other coordinates at the data's mean. */
export function errorMap(judged: Judged): ErrorMap {
  const { model, exact, learned } = settingOf(judged)
  const { process, distribution } = model
  const { dimension: d, mean, variance } = distribution
  const [low, high] = [process.logSnr(process.tMax), process.logSnr(process.tMin)]
  const logSnr = Float64Array.from({ length: ROWS }, (_, i) => low + ((i + 0.5) / ROWS) * (high - low))
  const x = Float64Array.from({ length: COLUMNS }, (_, j) => REACH * ((2 * (j + 0.5)) / COLUMNS - 1))
  const values = new Float32Array(ROWS * COLUMNS)
  const density = new Float32Array(ROWS * COLUMNS)
  const at = new Float64Array(COLUMNS * d)
  const [own, truth] = [new Float64Array(COLUMNS * d), new Float64Array(COLUMNS * d)]
  const logs = new Float64Array(COLUMNS)
  logSnr.forEach((level, row) => {
    const t = process.tFromLogSnr(level)
    const [alpha, sigma] = [process.alpha(t), process.sigma(t)]
    const spread = Math.sqrt(alpha * alpha * variance + sigma * sigma)
    for (let i = 0; i < COLUMNS; i++)
      for (let j = 0; j < d; j++) at[i * d + j] = alpha * mean[j]! + (j === 0 ? spread * x[i]! : 0)
    const there = exact.at(alpha, sigma)
    learned.at(alpha, sigma).score(own, at, COLUMNS)
    there.score(truth, at, COLUMNS)
    there.logDensity(logs, at, COLUMNS)
    const top = logs.reduce((a, b) => Math.max(a, b), -Infinity)
    for (let i = 0; i < COLUMNS; i++) {
      values[row * COLUMNS + i] = sigma * (own[i * d]! - truth[i * d]!)
      density[row * COLUMNS + i] = Math.exp(logs[i]! - top)
    }
  })
  return { step: judged.step, x, logSnr, values, density }
}
