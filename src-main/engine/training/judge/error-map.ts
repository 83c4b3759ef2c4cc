import type { ErrorMap } from '#core/protocol/training'
import type { ScoreModel } from '#core/scores/score-model'
import type { Model } from '../../assemble'
import type { Judged } from './judge'
import { keptFor } from './kept'
import { settingOf } from './setting'

const ROWS = 80
const COLUMNS = 112
/** Half the width, in deviations of the noisy data */
const REACH = 3.2

/** Where the map is taken, row by row, with the exact score along x_1 and the density there. */
interface ExactMap {
  readonly x: Float64Array
  readonly logSnr: Float64Array
  readonly rows: readonly {
    readonly alpha: number
    readonly sigma: number
    /** [columns, d] */
    readonly at: Float64Array
    /** [columns, d] */
    readonly truth: Float64Array
  }[]
  readonly density: Float32Array
}

/** sigma (s_theta - s) along x_1, over x_1 in scaled coordinates and log-SNR; other coordinates at the data's mean. */
export function errorMap(judged: Judged): ErrorMap {
  const { model, exact, learned } = settingOf(judged)
  const { x, logSnr, rows, density } = keptFor(model, 'map', () => exactMap(model, exact))
  const d = exact.dimension
  const own = new Float64Array(COLUMNS * d)
  const values = new Float32Array(ROWS * COLUMNS)
  rows.forEach(({ alpha, sigma, at, truth }, row) => {
    learned.at(alpha, sigma).score(own, at, COLUMNS)
    for (let i = 0; i < COLUMNS; i++) values[row * COLUMNS + i] = sigma * (own[i * d]! - truth[i * d]!)
  })
  return { step: judged.step, x, logSnr, values, density }
}

function exactMap({ process, distribution }: Model, exact: ScoreModel): ExactMap {
  const { dimension: d, mean, variance } = distribution
  const [low, high] = [process.logSnr(process.tMax), process.logSnr(process.tMin)]
  const logSnr = Float64Array.from({ length: ROWS }, (_, i) => low + ((i + 0.5) / ROWS) * (high - low))
  const x = Float64Array.from({ length: COLUMNS }, (_, j) => REACH * ((2 * (j + 0.5)) / COLUMNS - 1))
  const density = new Float32Array(ROWS * COLUMNS)
  const logs = new Float64Array(COLUMNS)
  const rows = Array.from(logSnr, (level, row) => {
    const t = process.tFromLogSnr(level)
    const [alpha, sigma] = [process.alpha(t), process.sigma(t)]
    const spread = Math.sqrt(alpha * alpha * variance + sigma * sigma)
    const at = new Float64Array(COLUMNS * d)
    for (let i = 0; i < COLUMNS; i++)
      for (let j = 0; j < d; j++) at[i * d + j] = alpha * mean[j]! + (j === 0 ? spread * x[i]! : 0)
    const truth = new Float64Array(COLUMNS * d)
    const there = exact.at(alpha, sigma)
    there.score(truth, at, COLUMNS)
    there.logDensity(logs, at, COLUMNS)
    const top = logs.reduce((a, b) => Math.max(a, b), -Infinity)
    for (let i = 0; i < COLUMNS; i++) density[row * COLUMNS + i] = Math.exp(logs[i]! - top)
    return { alpha, sigma, at, truth }
  })
  return { x, logSnr, rows, density }
}
