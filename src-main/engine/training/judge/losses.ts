import { counterWord, pairOfUniforms, streams, uniformPair } from '#core/numeric/gaussian-stream'
import type { LossNumber } from '#core/protocol/training'
import type { NoisyDensity } from '#core/scores/score-model'

/** What four losses see of one network at one level: n points with the noise that made them. */
export interface LossPoints {
  readonly dimension: number
  readonly sigma: number
  readonly x: Float64Array
  readonly noise: Float64Array
  readonly seed: number
}

/**
 * The four losses of score matching, each times sigma^2, on the same points, and the explicit loss that each implies
 * (MATHEMATICS section 6): ISM = ESM - E|s|^2 / 2, DSM = ESM + (d / sigma^2 - E|s|^2) / 2, and SSM = ISM for directions
 * with E[v v^T] = I.
 */
export function lossNumbers(learned: NoisyDensity, exact: NoisyDensity, points: LossPoints): LossNumber[] {
  const { dimension: d, sigma, x, noise, seed } = points
  const n = x.length / d
  const own = new Float64Array(n * d)
  const truth = new Float64Array(n * d)
  const jacobian = new Float64Array(n * d * d)
  learned.score(own, x, n)
  exact.score(truth, x, n)
  learned.hessian?.(jacobian, x, n)
  const rows = {
    esm: new Float64Array(n),
    ism: new Float64Array(n),
    dsm: new Float64Array(n),
    ssm: new Float64Array(n),
  }
  const constants = { ism: new Float64Array(n), dsm: new Float64Array(n) }
  const square = sigma * sigma
  for (let i = 0; i < n; i++) {
    let [gap, size, size0, noisy, trace, sliced] = [0, 0, 0, 0, 0, 0]
    const v = signs(seed, i)
    for (let j = 0; j < d; j++) {
      const k = i * d + j
      gap += (own[k]! - truth[k]!) ** 2
      size += own[k]! ** 2
      size0 += truth[k]! ** 2
      noisy += (own[k]! + noise[k]! / sigma) ** 2
      trace += jacobian[k * d + j]!
      for (let m = 0; m < d; m++) sliced += v[j]! * jacobian[k * d + m]! * v[m]!
    }
    rows.esm[i] = 0.5 * square * gap
    rows.dsm[i] = 0.5 * square * noisy
    rows.ism[i] = square * (trace + 0.5 * size)
    rows.ssm[i] = square * (sliced + 0.5 * size)
    constants.ism[i] = -0.5 * square * size0
    constants.dsm[i] = 0.5 * (d - square * size0)
  }
  const number = (
    name: string,
    values: Float64Array,
    constant: Float64Array | null,
    relation: string,
  ): LossNumber => {
    const implied = constant === null ? values : values.map((value, i) => value - constant[i]!)
    const { mean, error } = meanOf(implied)
    return { name, value: meanOf(values).mean, error, relation, explicit: mean }
  }
  return [
    number('Explicit', rows.esm, null, '\\tfrac12\\mathbb E\\|s_\\theta-s\\|^2'),
    number('Denoising', rows.dsm, constants.dsm, '\\mathrm{ESM}+\\tfrac12(d/\\sigma^2-\\mathbb E\\|s\\|^2)'),
    number('Implicit', rows.ism, constants.ism, '\\mathrm{ESM}-\\tfrac12\\mathbb E\\|s\\|^2'),
    number('Sliced', rows.ssm, constants.ism, '\\mathrm{ISM}'),
  ]
}

function signs(seed: number, i: number): number[] {
  uniformPair(seed, i, counterWord(streams.accept, 0, 1))
  const first = pairOfUniforms.first < 0.5 ? -1 : 1
  const second = pairOfUniforms.second < 0.5 ? -1 : 1
  uniformPair(seed, i, counterWord(streams.accept, 1, 1))
  return [first, second, pairOfUniforms.first < 0.5 ? -1 : 1]
}

function meanOf(values: Float64Array): { mean: number; error: number } {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1)
  return { mean, error: Math.sqrt(square / n) }
}
