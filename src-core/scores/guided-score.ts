import { mixtureClassifier } from './mixture-classifier'
import { mixtureScore } from './mixture-score'
import type { MixtureForm } from './score-form'
import type { NoisyDensity, ScoreModel } from './score-model'

export interface Guidance {
  readonly label: number
  /** w in s_u + w (s_c - s_u): 0 without condition, 1 the plain conditional score, more pushes away from the rest */
  readonly weight: number
  /** From two scores, or from one score and the gradient of an exact classifier; equal up to rounding. */
  readonly method: 'classifier-free' | 'classifier'
  /** log-SNR outside which the plain conditional score is used (Kynkäänniemi et al. 2024) */
  readonly low: number
  readonly high: number
}

/** The score with guidance towards a label; `conditional` is the part of `data` that has it. */
export function guidedScore(
  data: MixtureForm,
  conditional: MixtureForm,
  guidance: Guidance,
): Omit<ScoreModel, 'target'> {
  const all = mixtureScore(data)
  const part = mixtureScore(conditional)
  const { label, weight, method, low, high } = guidance
  const plain = weight === 0 || weight === 1
  return {
    dimension: data.dimension,
    accuracy: plain
      ? 'exact to rounding'
      : 'exact to rounding; the score of no diffusion, so the density shown is p(x|c) p(c|x)^(w-1) at each time',
    at(alpha, sigma) {
      const logSnr = 2 * Math.log(alpha / sigma)
      const w = logSnr >= low && logSnr <= high ? weight : 1
      if (w === 0) return all.at(alpha, sigma)
      if (w === 1) return part.at(alpha, sigma)
      return method === 'classifier-free'
        ? classifierFree(all.at(alpha, sigma), part.at(alpha, sigma), w)
        : withClassifier(all.at(alpha, sigma), mixtureClassifier(data, label, alpha, sigma), w)
    },
  }
}

/** s_u + w (s_c - s_u) (Ho & Salimans 2022, equation 6 with w there less one). */
function classifierFree(all: NoisyDensity, part: NoisyDensity, w: number): NoisyDensity {
  const blend = (of: 'score' | 'logDensity') => (out: Float64Array, x: Float64Array, n: number) => {
    const other = new Float64Array(out.length)
    all[of](other, x, n)
    part[of](out, x, n)
    for (let i = 0; i < out.length; i++) out[i] = other[i]! + w * (out[i]! - other[i]!)
  }
  return { score: blend('score'), logDensity: blend('logDensity') }
}

/** s_u + w grad log p(c|x) (Dhariwal & Nichol 2021, algorithm 1). */
function withClassifier(
  all: NoisyDensity,
  classifier: ReturnType<typeof mixtureClassifier>,
  w: number,
): NoisyDensity {
  const add =
    (base: 'score' | 'logDensity', more: 'gradient' | 'logProbability') =>
    (out: Float64Array, x: Float64Array, n: number) => {
      const push = new Float64Array(out.length)
      all[base](out, x, n)
      classifier[more](push, x, n)
      for (let i = 0; i < out.length; i++) out[i]! += w * push[i]!
    }
  return { score: add('score', 'gradient'), logDensity: add('logDensity', 'logProbability') }
}
