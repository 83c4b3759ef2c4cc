import type { Distribution } from '#core/distributions/distribution'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import type { Process } from '#core/processes/process'
import type { ScoreModel } from '#core/scores/score-model'
import { type ErrorLevel, errorLevels } from './levels'

/** What a learned score is held against: at every level points of p_t with their exact scores. */
export interface Witness extends ErrorLevel {
  /** [n, d] */
  readonly x: Float64Array
  /** [n, d] */
  readonly score: Float64Array
  /** [n] log p_t */
  readonly logDensity: Float64Array
}

export interface ErrorCurve {
  /** Mean over levels and points of sigma^2 |s_theta - s|^2 */
  readonly mean: number
  /** Of log(alpha / sigma), rising */
  readonly ratios: readonly number[]
  /** The mean at each of them */
  readonly errors: readonly number[]
}

/** Points are the same for every call with one seed; levels are spread evenly over the error's range. */
export function scoreWitnesses(
  exact: ScoreModel,
  distribution: Distribution,
  process: Process,
  { levels = 16, points = 2000, seed = 99 } = {},
): Witness[] {
  const { dimension: d } = distribution
  return errorLevels(process, levels).map((level, i) => {
    const clean = new Float64Array(points * d)
    distribution.sample(clean, seed, i * points)
    const noise = new Float64Array(points * d)
    fillNormals(noise, d, seed, 0, streams.start, i)
    const x = clean.map((c, k) => level.alpha * c + level.sigma * noise[k]!)
    const density = exact.at(level.alpha, level.sigma)
    const score = new Float64Array(points * d)
    const logDensity = new Float64Array(points)
    density.score(score, x, points)
    density.logDensity(logDensity, x, points)
    return { ...level, x, score, logDensity }
  })
}

/** sigma^2 |s_theta - s|^2 at the points of a witness, [n]. */
export function pointErrors(model: ScoreModel, { alpha, sigma, x, score }: Witness): Float64Array {
  const d = model.dimension
  const found = new Float64Array(x.length)
  model.at(alpha, sigma).score(found, x, x.length / d)
  const errors = new Float64Array(x.length / d)
  for (let k = 0; k < x.length; k++) errors[Math.floor(k / d)]! += (sigma * (found[k]! - score[k]!)) ** 2
  return errors
}

/** The error of a learned score: mean over log(alpha / sigma) uniform in [-5, 3] of sigma^2 E |s_theta - s|^2. */
export function scoreError(model: ScoreModel, witnesses: readonly Witness[]): ErrorCurve {
  const errors = witnesses.map((witness) => mean(pointErrors(model, witness)))
  return {
    mean: errors.reduce((sum, e) => sum + e, 0) / errors.length,
    ratios: witnesses.map(({ ratio }) => ratio),
    errors,
  }
}

/** The mean error in each tenth of the points by density, the rarest first, over all levels. */
export function errorByDecile(model: ScoreModel, witnesses: readonly Witness[]): Float64Array {
  const deciles = new Float64Array(10)
  for (const witness of witnesses) {
    const errors = pointErrors(model, witness)
    const order = [...witness.logDensity.keys()].sort(
      (a, b) => witness.logDensity[a]! - witness.logDensity[b]!,
    )
    const size = order.length / 10
    for (let tenth = 0; tenth < 10; tenth++) {
      const part = order.slice(Math.round(tenth * size), Math.round((tenth + 1) * size))
      const sum = part.reduce((total, i) => total + errors[i]!, 0)
      deciles[tenth]! += sum / part.length / witnesses.length
    }
  }
  return deciles
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
