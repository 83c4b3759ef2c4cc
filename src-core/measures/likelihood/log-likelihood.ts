import { dop853 } from '#core/numeric/dop853'
import type { Process } from '#core/processes/process'
import type { ScoreModel } from '#core/scores/score-model'
import { probabilityFlow, quadraticForm, signProbe } from './probability-flow'

export interface LikelihoodOptions {
  /** Time of the points; tMin by default. The flow runs from it to tMax. */
  readonly from?: number
  /** Relative and absolute tolerance of the integration; 1e-10 by default. */
  readonly tolerance?: number
  /** Estimate the divergence by this many probes instead of its exact value. */
  readonly hutchinson?: { readonly probes: number; readonly seed: number }
}

/** log p at points x by the change of variables along the probability flow (Song et al. 2021, equation 39). */
export interface LogLikelihood {
  /** [n, d] where the flow takes the points at tMax */
  readonly latent: Float64Array
  /** [n] integral of div F; a mean over probes with Hutchinson's estimate */
  readonly change: Float64Array
  /** [n] standard error of `change` over the probes; 0 for the exact divergence */
  readonly spread: Float64Array
  /** [n] with the Gaussian prior N(0, priorStd^2) at tMax: what a model's likelihood is usually quoted with */
  readonly withPrior: Float64Array
  /** [n] with the true density at tMax: what the flow really gives */
  readonly withMarginal: Float64Array
  readonly evaluations: number
}

export function logLikelihood(
  process: Process,
  score: ScoreModel,
  x: Float64Array,
  options: LikelihoodOptions = {},
): LogLikelihood {
  const { from = process.tMin, tolerance = 1e-10, hutchinson } = options
  const d = score.dimension
  const n = x.length / d
  const flow = probabilityFlow(process, score)
  const probes = hutchinson?.probes ?? 1
  const signs = Array.from({ length: hutchinson === undefined ? 0 : probes }, (_, probe) => {
    const v = new Float64Array(x.length)
    signProbe(v, d, hutchinson?.seed ?? 0, probe)
    return v
  })
  // Positions first, then one integral of the divergence per probe and point.
  const state = new Float64Array(n * d + probes * n)
  state.set(x)
  const evaluations = dop853(
    (out, t, y) => {
      const at = y.subarray(0, n * d)
      flow.velocity(out.subarray(0, n * d), t, at)
      const rate = (probe: number): Float64Array => out.subarray(n * d + probe * n, n * d + (probe + 1) * n)
      if (hutchinson === undefined) flow.divergence(rate(0), t, at)
      else signs.forEach((v, probe) => quadraticForm(process, score, rate(probe), t, at, v))
    },
    state,
    from,
    process.tMax,
    { relative: tolerance, absolute: tolerance },
  )
  const latent = state.slice(0, n * d)
  const change = new Float64Array(n)
  const spread = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let sum = 0
    let squares = 0
    for (let probe = 0; probe < probes; probe++) {
      const value = state[n * d + probe * n + i]!
      sum += value
      squares += value * value
    }
    change[i] = sum / probes
    const variance = probes > 1 ? Math.max(0, squares / probes - change[i]! ** 2) / (probes - 1) : 0
    spread[i] = Math.sqrt(variance)
  }
  const end = new Float64Array(n)
  score.at(process.alpha(process.tMax), process.sigma(process.tMax)).logDensity(end, latent, n)
  const prior = logPrior(latent, d, process.priorStd)
  return {
    latent,
    change,
    spread,
    withPrior: prior.map((value, i) => value + change[i]!),
    withMarginal: end.map((value, i) => value + change[i]!),
    evaluations,
  }
}

/** log N(x; 0, deviation^2) at points [n, d]. */
export function logPrior(x: Float64Array, d: number, deviation: number): Float64Array {
  return Float64Array.from({ length: x.length / d }, (_, i) => {
    let square = 0
    for (let j = 0; j < d; j++) square += x[i * d + j]! ** 2
    return -0.5 * (square / deviation ** 2 + d * Math.log(2 * Math.PI * deviation ** 2))
  })
}
