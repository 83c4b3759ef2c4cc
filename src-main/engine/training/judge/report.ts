import { errorByDecile, scoreError, scoreWitnesses } from '#core/learning/error/score-error'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import type { LearnedReport } from '#core/protocol/training'
import type { NoisyDensity } from '#core/scores/score-model'
import type { Judged } from './judge'
import { keptFor } from './kept'
import { lossNumbers } from './losses'
import { settingOf } from './setting'

const LEVELS = 32
/** Points at each level for the error, and for what needs derivatives */
const POINTS = 400
const CURL_POINTS = 80
const LOSS_POINTS = 4000
/** log-SNR at which the losses are compared: the data still has its shape and the noise is seen. */
const LOSS_LEVEL = 1
const SEED = 0x6a756467

export function learnedReport(judged: Judged): LearnedReport {
  const { model, exact, learned } = settingOf(judged)
  const { distribution, process } = model
  const { dimension: d } = distribution
  const witnesses = keptFor(model, 'report', () =>
    scoreWitnesses(exact, distribution, process, { levels: LEVELS, points: POINTS, seed: SEED }),
  )
  const { errors, mean, ratios } = scoreError(learned, witnesses)
  const curl =
    d === 1
      ? null
      : Float64Array.from(witnesses, ({ alpha, sigma, x }) =>
          curlOf(learned.at(alpha, sigma), x.subarray(0, CURL_POINTS * d), sigma, d),
        )
  const at = process.tFromLogSnr(LOSS_LEVEL)
  const [alpha, sigma] = [process.alpha(at), process.sigma(at)]
  const clean = new Float64Array(LOSS_POINTS * d)
  const noise = new Float64Array(LOSS_POINTS * d)
  distribution.sample(clean, SEED + 2, 0)
  fillNormals(noise, d, SEED + 2, 0, streams.start, 1)
  const x = clean.map((value, k) => alpha * value + sigma * noise[k]!)
  return {
    step: judged.step,
    logSnr: Float64Array.from(ratios, (ratio) => 2 * ratio),
    errors: Float64Array.from(errors),
    total: mean,
    curl,
    deciles: errorByDecile(learned, witnesses),
    losses: lossNumbers(learned.at(alpha, sigma), exact.at(alpha, sigma), {
      dimension: d,
      sigma,
      x,
      noise,
      seed: SEED + 3,
    }),
    lossLogSnr: process.logSnr(at),
  }
}

/** Root mean square of sigma^2 times the antisymmetric part of the Jacobian, which a gradient has not. */
function curlOf(level: NoisyDensity, x: Float64Array, sigma: number, d: number): number {
  const n = x.length / d
  const jacobian = new Float64Array(n * d * d)
  level.hessian?.(jacobian, x, n)
  let sum = 0
  for (let i = 0; i < n; i++)
    for (let row = 0; row < d; row++)
      for (let col = 0; col < row; col++)
        sum += (jacobian[(i * d + row) * d + col]! - jacobian[(i * d + col) * d + row]!) ** 2
  return sigma * sigma * Math.sqrt(sum / n)
}
