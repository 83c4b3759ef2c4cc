import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import type { Process } from '#core/processes/process'
import type { ScoreModel } from '#core/scores/score-model'
import { meanOf } from './ito-bench'
import type { Estimate } from './weights'

/**
 * KL of the true reverse paths to those of a wrong score, E[-log dQ/dP] with Girsanov's weights along simulated true
 * paths. They start at x [n, d], draws of p_T, and take `steps` equal steps of the log-SNR down to tEnd, by Euler &
 * Maruyama. On this clock, l, the reverse family is
 *
 *   dx = [-f sigma^2/g^2 x + (1 + lambda^2)/2 sigma^2 s] dl + lambda sigma dW,   gamma = (1 + lambda^2)/(2 lambda) sigma error.
 *
 * lambda > 0. It knows neither a grid nor p_t.
 */
export function simulatedDivergence(
  process: Process,
  exact: ScoreModel,
  wrong: ScoreModel,
  lambda: number,
  start: Float64Array,
  tEnd: number,
  steps: number,
  seed: number,
): Estimate {
  const d = exact.dimension
  const n = start.length / d
  const x = start.slice()
  const [score, other, noise] = [x.slice(), x.slice(), x.slice()]
  const costs = new Float64Array(n)
  const first = process.logSnr(process.tMax)
  const dl = (process.logSnr(tEnd) - first) / steps
  const root = Math.sqrt(dl)
  for (let step = 0; step < steps; step++) {
    const t = process.tFromLogSnr(first + step * dl)
    const [alpha, sigma] = [process.alpha(t), process.sigma(t)]
    exact.at(alpha, sigma).score(score, x, n)
    wrong.at(alpha, sigma).score(other, x, n)
    fillNormals(noise, d, seed, 0, streams.independent, step)
    const pull = (-process.f(t) * sigma ** 2) / process.g2(t)
    const push = 0.5 * (1 + lambda * lambda) * sigma ** 2
    const shift = ((1 + lambda * lambda) / (2 * lambda)) * sigma
    for (let i = 0; i < x.length; i++) {
      const gamma = shift * (other[i]! - score[i]!)
      const dw = root * noise[i]!
      costs[Math.floor(i / d)]! += 0.5 * gamma * gamma * dl - gamma * dw
      x[i]! += (pull * x[i]! + push * score[i]!) * dl + lambda * sigma * dw
    }
  }
  return meanOf(costs)
}
