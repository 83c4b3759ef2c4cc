import type { NoisyDensity, ScoreModel } from '../score-model'

/** s + w (other - s), with the density of the first: a part of the error that another score makes. */
export function blended(truth: ScoreModel, other: ScoreModel, w: number): ScoreModel {
  return {
    dimension: truth.dimension,
    accuracy: other.accuracy,
    at(alpha, sigma) {
      const [a, b] = [truth.at(alpha, sigma), other.at(alpha, sigma)]
      const mix =
        (of: 'score' | 'divergence' | 'hessian') => (out: Float64Array, x: Float64Array, n: number) => {
          const wrong = new Float64Array(out.length)
          b[of]?.(wrong, x, n)
          a[of]?.(out, x, n)
          for (let i = 0; i < out.length; i++) out[i]! += w * (wrong[i]! - out[i]!)
        }
      const has = (of: 'divergence' | 'hessian'): boolean => a[of] !== undefined && b[of] !== undefined
      const level: NoisyDensity = {
        score: mix('score'),
        logDensity: (out, x, n) => a.logDensity(out, x, n),
        ...(has('divergence') ? { divergence: mix('divergence') } : {}),
        ...(has('hessian') ? { hessian: mix('hessian') } : {}),
      }
      return level
    },
  }
}
