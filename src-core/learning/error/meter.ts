import type { Distribution } from '#core/distributions/distribution'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import type { Process } from '#core/processes/process'
import type { ScoreModel } from '#core/scores/score-model'
import { type Architecture, inputWidth } from '../network/architecture'
import { fillInputs } from '../network/inputs'
import { scoreFromOutput } from '../network/parametrisation'
import { errorLevels } from './levels'

/** Levels of the curve, and points at each: cheap enough to be taken every few hundred steps. */
const LEVELS = 32
const POINTS = 160
/** Draws that no training and no run makes */
const SEED = 0x6d657465

/** Raw outputs [n, d] of a network for inputs [n, inputWidth] */
export type Forward = (out: Float64Array, inputs: Float64Array, n: number) => void

/** Score error of one network at fixed draws from p_t, so that what changes from call to call is the network. */
export interface ErrorMeter {
  /** [levels] rising */
  readonly logSnr: Float64Array
  /** Mean of sigma^2 |s_theta - s|^2 over p_t at each level [levels], and the mean over levels */
  measure(forward: Forward): { readonly values: Float64Array; readonly total: number }
}

/** @param exact the score that is right; the same for every network that is held against it */
export function errorMeter(
  architecture: Architecture,
  exact: ScoreModel,
  data: Distribution,
  process: Process,
  { levels: count = LEVELS, points = POINTS, seed = SEED } = {},
): ErrorMeter {
  const { dimension: d } = architecture
  const levels = errorLevels(process, count)
  const width = inputWidth(architecture)
  const inputs = new Float64Array(levels.length * points * width)
  /** What the raw output would have to be, [levels, points, d] */
  const wanted = new Float64Array(levels.length * points * d)
  const scales = new Float64Array(levels.length)
  const x = new Float64Array(points * d)
  const noise = new Float64Array(points * d)
  const score = new Float64Array(points * d)
  levels.forEach(({ alpha, sigma }, l) => {
    data.sample(x, seed, l * points)
    fillNormals(noise, d, seed, l * points, streams.start, 0)
    for (let k = 0; k < x.length; k++) x[k] = alpha * x[k]! + sigma * noise[k]!
    exact.at(alpha, sigma).score(score, x, points)
    const { onState, onScore } = scoreFromOutput(architecture, alpha, sigma)
    for (let k = 0; k < x.length; k++) wanted[l * points * d + k] = (score[k]! - onState * x[k]!) / onScore
    scales[l] = (sigma * onScore) ** 2 / points
    fillInputs(
      inputs.subarray(l * points * width, (l + 1) * points * width),
      architecture,
      x,
      points,
      alpha,
      sigma,
    )
  })
  const out = new Float64Array(wanted.length)
  return {
    logSnr: Float64Array.from(levels, ({ ratio }) => 2 * ratio),
    measure(forward) {
      forward(out, inputs, levels.length * points)
      const values = Float64Array.from(scales, (scale, l) => {
        let sum = 0
        for (let k = l * points * d; k < (l + 1) * points * d; k++) sum += (out[k]! - wanted[k]!) ** 2
        return scale * sum
      })
      return { values, total: values.reduce((sum, value) => sum + value, 0) / values.length }
    },
  }
}
