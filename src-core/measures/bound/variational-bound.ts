import type { Distribution } from '#core/distributions/distribution'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import type { Process } from '#core/processes/process'
import type { ScoreModel } from '#core/scores/score-model'

/** One term of the bound, in nats; a mean over draws of the data with its standard error. */
export interface BoundTerm {
  /**
   * `prior`: KL(q(x_T | x_0) || prior), L_T. `step`: KL(q(x_s | x_t, x_0) || p(x_s | x_t)), L_(t-1). `data`:
   * -log p(x_0 | x_t) from the last level, L_0.
   */
  readonly kind: 'prior' | 'step' | 'data'
  readonly t: number
  /** The level that the step goes to; null for the data and the prior */
  readonly next: number | null
  readonly value: number
  readonly error: number
}

export interface VariationalBound {
  /** From noise to data */
  readonly terms: readonly BoundTerm[]
  /** Sum of the terms: at least -E log p of the chain's samples, which is at least the entropy of the data */
  readonly total: number
  readonly totalError: number
  /** -E log p_0 over the same draws; NaN where the data has no density at all */
  readonly entropy: number
}

export interface BoundOptions {
  /** Variance of a reverse step: the posterior's (small) or the forward step's (large), as Ho et al. name them */
  readonly variance: 'posterior' | 'forward'
  readonly draws: number
  readonly seed: number
}

/**
 * The variational bound of a chain that visits `times` (falling), with the exact score, whose prediction of the data is
 * D = E[x_0 | x_t] (Ho et al. 2020, equation 5). With the posterior's variance a step costs half the gain in
 * signal-to-noise times the error of that prediction, (SNR_s - SNR_t)/2 E|x_0 - D|^2 (Kingma et al. 2021, equation 13);
 * with the forward step's, whose ratio to the posterior's is r = sigma_t^2 / sigma_s^2, it costs
 * d/2 (1/r - 1 + log r) + that / r. The step to the data itself has the forward step's variance sigma^2, as Ho et al.
 * chose for it, and no discretisation of x_0.
 */
export function variationalBound(
  process: Process,
  times: ArrayLike<number>,
  score: ScoreModel,
  data: Distribution,
  { variance, draws, seed }: BoundOptions,
): VariationalBound {
  const d = data.dimension
  const clean = new Float64Array(draws * d)
  data.sample(clean, seed, 0)
  const noise = new Float64Array(draws * d)
  const sums = new Float64Array(draws)
  const terms: BoundTerm[] = []
  const add = (kind: BoundTerm['kind'], at: number, next: number | null, each: Float64Array): void => {
    each.forEach((value, i) => (sums[i]! += value))
    terms.push({ kind, t: times[at]!, next, ...meanOf(each) })
  }

  const last = times.length - 1
  const [alphaT, sigmaT] = [process.alpha(times[0]!), process.sigma(times[0]!)]
  const prior = process.priorStd ** 2
  const spread = (sigmaT * sigmaT) / prior
  add(
    'prior',
    0,
    null,
    squaresOf(clean, d).map(
      (square) => 0.5 * (d * (spread - 1 - Math.log(spread)) + (alphaT * alphaT * square) / prior),
    ),
  )

  const x = new Float64Array(draws * d)
  const push = new Float64Array(draws * d)
  for (let i = 0; i <= last; i++) {
    const t = times[i]!
    const [alpha, sigma] = [process.alpha(t), process.sigma(t)]
    fillNormals(noise, d, seed, 0, streams.start, 1 + i)
    x.forEach((_, j) => (x[j] = alpha * clean[j]! + sigma * noise[j]!))
    score.at(alpha, sigma).score(push, x, draws)
    // |x_0 - D|^2 = (sigma/alpha)^2 |eps - eps'|^2 with eps' = -sigma score, which loses no digits at small noise.
    const misses = squaresOf(
      push.map((s, j) => noise[j]! + sigma * s),
      d,
    )
    const ratio = (sigma / alpha) ** 2
    if (i === last) {
      const constant = 0.5 * d * Math.log(2 * Math.PI * sigma * sigma)
      const scale = (0.5 * ratio) / (sigma * sigma)
      add(
        'data',
        i,
        null,
        misses.map((miss) => constant + scale * miss),
      )
    } else {
      const next = times[i + 1]!
      const gain = 0.5 * ratio * (Math.exp(process.logSnr(next)) - Math.exp(process.logSnr(t)))
      const shrink = variance === 'forward' ? (process.sigma(next) / sigma) ** 2 : 1
      const constant = 0.5 * d * (shrink - 1 - Math.log(shrink))
      add(
        'step',
        i,
        next,
        misses.map((miss) => constant + shrink * gain * miss),
      )
    }
  }

  const logs = new Float64Array(draws)
  score.at(1, 1e-9).logDensity(logs, clean, draws)
  const total = meanOf(sums)
  return { terms, total: total.value, totalError: total.error, entropy: -meanOf(logs).value }
}

/** |row|^2 of [n, d] */
function squaresOf(values: Float64Array, d: number): Float64Array {
  const out = new Float64Array(values.length / d)
  values.forEach((value, i) => (out[Math.floor(i / d)]! += value * value))
  return out
}

function meanOf(values: Float64Array): { readonly value: number; readonly error: number } {
  const n = values.length
  const value = values.reduce((sum, v) => sum + v, 0) / n
  const variance = values.reduce((sum, v) => sum + (v - value) ** 2, 0) / (n - 1)
  return { value, error: Math.sqrt(variance / n) }
}
