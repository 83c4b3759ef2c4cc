import { exp } from '#core/numeric/elementary'
import type { NoisyDensity, ScoreModel } from '../score-model'

/** What is added to a score s: size u, size s, or size u exp(-|x - alpha c|^2 / (2 w^2)), with u a unit vector. */
export interface ScoreError {
  readonly error: 'constant' | 'scale' | 'bump'
  readonly size: number
  /** Radians from the first axis, in the plane of the first two */
  readonly direction: number
  /** Per unit of length, or of the predicted noise: the same over sigma. A scale is the same in both. */
  readonly unit: 'score' | 'noise'
  /** c in data units, [d] */
  readonly centre: readonly number[]
  /** w in data units */
  readonly width: number
  /** log-SNR outside which there is no error */
  readonly low: number
  readonly high: number
}

/** The score of `model` with a known error; density and target stay those of the model. */
export function perturbedScore(model: ScoreModel, error: ScoreError): ScoreModel {
  const { dimension, target } = model
  const along = [Math.cos(error.direction), Math.sin(error.direction), 0].slice(0, dimension)
  return {
    dimension,
    accuracy: 'wrong on purpose, by an error that is known exactly; the density shown is the true one',
    ...(target === undefined ? {} : { target }),
    truth: model,
    at(alpha, sigma) {
      const level = model.at(alpha, sigma)
      const logSnr = 2 * Math.log(alpha / sigma)
      if (error.size === 0 || logSnr < error.low || logSnr > error.high) return level
      if (error.error === 'scale') return scaled(level, 1 + error.size)
      const size = error.unit === 'noise' ? error.size / sigma : error.size
      const push = along.map((u) => size * u)
      return error.error === 'constant' ? shifted(level, push) : bumped(level, push, alpha, error)
    },
  }
}

function scaled(level: NoisyDensity, factor: number): NoisyDensity {
  const times =
    (of: 'score' | 'divergence' | 'hessian') => (out: Float64Array, x: Float64Array, n: number) => {
      level[of]?.(out, x, n)
      for (let i = 0; i < out.length; i++) out[i]! *= factor
    }
  return {
    score: times('score'),
    logDensity: (out, x, n) => level.logDensity(out, x, n),
    ...(level.divergence === undefined ? {} : { divergence: times('divergence') }),
    ...(level.hessian === undefined ? {} : { hessian: times('hessian') }),
  }
}

function shifted(level: NoisyDensity, push: readonly number[]): NoisyDensity {
  const d = push.length
  const same = (of: 'divergence' | 'hessian') => (out: Float64Array, x: Float64Array, n: number) =>
    level[of]?.(out, x, n)
  return {
    score(out, x, n) {
      level.score(out, x, n)
      for (let i = 0; i < n * d; i++) out[i]! += push[i % d]!
    },
    logDensity: (out, x, n) => level.logDensity(out, x, n),
    ...(level.divergence === undefined ? {} : { divergence: same('divergence') }),
    ...(level.hessian === undefined ? {} : { hessian: same('hessian') }),
  }
}

function bumped(
  level: NoisyDensity,
  push: readonly number[],
  alpha: number,
  { centre, width }: ScoreError,
): NoisyDensity {
  const d = push.length
  const precision = 1 / width ** 2
  const gap = (x: Float64Array, i: number, j: number): number => x[i * d + j]! - alpha * (centre[j] ?? 0)
  const height = (x: Float64Array, i: number): number => {
    let square = 0
    for (let j = 0; j < d; j++) square += gap(x, i, j) ** 2
    return exp(-0.5 * precision * square)
  }
  return {
    score(out, x, n) {
      level.score(out, x, n)
      for (let i = 0; i < n; i++) {
        const b = height(x, i)
        for (let j = 0; j < d; j++) out[i * d + j]! += b * push[j]!
      }
    },
    logDensity: (out, x, n) => level.logDensity(out, x, n),
    ...(level.divergence === undefined
      ? {}
      : {
          divergence(out: Float64Array, x: Float64Array, n: number) {
            level.divergence?.(out, x, n)
            for (let i = 0; i < n; i++) {
              const b = height(x, i) * precision
              for (let j = 0; j < d; j++) out[i]! -= b * push[j]! * gap(x, i, j)
            }
          },
        }),
    ...(level.hessian === undefined
      ? {}
      : {
          /** The Jacobian of the score: not symmetric, since a bump along one direction is no gradient. */
          hessian(out: Float64Array, x: Float64Array, n: number) {
            level.hessian?.(out, x, n)
            for (let i = 0; i < n; i++) {
              const b = height(x, i) * precision
              for (let row = 0; row < d; row++)
                for (let col = 0; col < d; col++)
                  out[(i * d + row) * d + col]! -= b * push[row]! * gap(x, i, col)
            }
          },
        }),
  }
}
