import { counterWord, streams, uniformPair, pairOfUniforms } from '#core/numeric/gaussian-stream'
import type { Process } from '#core/processes/process'
import type { NoisyDensity, ScoreModel } from '#core/scores/score-model'

/** F(x, t) = f x - g^2/2 grad log p_t, at n points [n, d]; tMin is data. */
export interface ProbabilityFlow {
  readonly dimension: 1 | 2 | 3
  velocity(out: Float64Array, t: number, x: Float64Array): void
  /** div F into out [n] */
  divergence(out: Float64Array, t: number, x: Float64Array): void
  /** dF/dx into out [n, d, d] */
  jacobian(out: Float64Array, t: number, x: Float64Array): void
}

export function probabilityFlow(process: Process, score: ScoreModel): ProbabilityFlow {
  const d = score.dimension
  let kept: { t: number; level: NoisyDensity } | null = null
  const levelAt = (t: number): NoisyDensity => {
    if (kept?.t !== t) kept = { t, level: score.at(process.alpha(t), process.sigma(t)) }
    return kept.level
  }
  return {
    dimension: d,
    velocity(out, t, x) {
      levelAt(t).score(out, x, x.length / d)
      const f = process.f(t)
      const half = 0.5 * process.g2(t)
      for (let i = 0; i < x.length; i++) out[i] = f * x[i]! - half * out[i]!
    },
    divergence(out, t, x) {
      scoreDivergence(levelAt(t), process.sigma(t), out, x, d)
      const f = process.f(t)
      const half = 0.5 * process.g2(t)
      for (let i = 0; i < out.length; i++) out[i] = d * f - half * out[i]!
    },
    jacobian(out, t, x) {
      scoreJacobian(levelAt(t), process.sigma(t), out, x, d)
      const f = process.f(t)
      const half = 0.5 * process.g2(t)
      for (let i = 0; i < out.length; i++) out[i] = -half * out[i]!
      for (let i = 0; i < x.length / d; i++) for (let j = 0; j < d; j++) out[(i * d + j) * d + j]! += f
    },
  }
}

/** Step of central differences of a score: small against the noise, large against rounding. */
function differenceStep(sigma: number): number {
  return Math.max(1e-6, 1e-4 * sigma)
}

function scoreDivergence(
  level: NoisyDensity,
  sigma: number,
  out: Float64Array,
  x: Float64Array,
  d: number,
): void {
  const n = x.length / d
  if (level.divergence !== undefined) return level.divergence(out, x, n)
  const jacobian = new Float64Array(n * d * d)
  scoreJacobian(level, sigma, jacobian, x, d)
  for (let i = 0; i < n; i++) {
    let trace = 0
    for (let j = 0; j < d; j++) trace += jacobian[(i * d + j) * d + j]!
    out[i] = trace
  }
}

function scoreJacobian(
  level: NoisyDensity,
  sigma: number,
  out: Float64Array,
  x: Float64Array,
  d: number,
): void {
  const n = x.length / d
  if (level.hessian !== undefined) return level.hessian(out, x, n)
  const h = differenceStep(sigma)
  const high = new Float64Array(x.length)
  const low = new Float64Array(x.length)
  for (let column = 0; column < d; column++) {
    const moved = (by: number): Float64Array => x.map((value, i) => (i % d === column ? value + by : value))
    level.score(high, moved(h), n)
    level.score(low, moved(-h), n)
    for (let i = 0; i < n; i++)
      for (let row = 0; row < d; row++)
        out[(i * d + row) * d + column] = (high[i * d + row]! - low[i * d + row]!) / (2 * h)
  }
}

/**
 * v . (dF/dx) v into out [n] for given v [n, d], from two evaluations of the score: what Hutchinson's estimate needs and
 * a score without a Hessian can give.
 */
export function quadraticForm(
  process: Process,
  score: ScoreModel,
  out: Float64Array,
  t: number,
  x: Float64Array,
  v: Float64Array,
): void {
  const d = score.dimension
  const n = x.length / d
  const sigma = process.sigma(t)
  const level = score.at(process.alpha(t), sigma)
  const h = differenceStep(sigma)
  const high = new Float64Array(x.length)
  const low = new Float64Array(x.length)
  level.score(
    high,
    x.map((value, i) => value + h * v[i]!),
    n,
  )
  level.score(
    low,
    x.map((value, i) => value - h * v[i]!),
    n,
  )
  const f = process.f(t)
  const half = 0.5 * process.g2(t)
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let j = 0; j < d; j++) {
      const at = i * d + j
      sum += v[at]! * (f * v[at]! - (half * (high[at]! - low[at]!)) / (2 * h))
    }
    out[i] = sum
  }
}

/** Signs, each +1 or -1 with equal chance: the probe with the least variance (Hutchinson 1990). */
export function signProbe(out: Float64Array, dimension: number, seed: number, probe: number): void {
  for (let i = 0; i < out.length / dimension; i++)
    for (let j = 0; j < dimension; j++) {
      uniformPair(seed, i, counterWord(streams.independent, j >> 1, probe))
      out[i * dimension + j] = (j % 2 === 0 ? pairOfUniforms.first : pairOfUniforms.second) < 0.5 ? -1 : 1
    }
}
