import { dop853 } from '#core/numeric/dop853'
import type { Process } from '#core/processes/process'
import type { ScoreModel } from '#core/scores/score-model'
import { eulerChange } from './discrete-change'
import { logPrior } from './log-likelihood'
import { probabilityFlow, signProbe } from './probability-flow'

/** log density along one trajectory of the flow, in every way that the lab knows; arrays have N + 1 entries. */
export interface AlongFlow {
  /** [N + 1, d] the trajectory itself */
  readonly path: Float64Array
  /** log p_t(x_t) from the density */
  readonly exact: Float64Array
  /** log p at the start minus the integral of the exact divergence */
  readonly integral: Float64Array
  /** The same with Hutchinson's estimate: mean over the probes, and its standard error */
  readonly estimate: Float64Array
  readonly estimateError: Float64Array
  /** The change of variables of Euler's steps over the same times, along their own path */
  readonly discrete: Float64Array
  /** log p_T - log prior at the start: what the Gaussian prior in place of the true density adds to all of the above */
  readonly priorGap: number
}

/** From x [d] at times[0] through all times; `probes` estimates of the divergence under `seed`. */
export function alongFlow(
  process: Process,
  score: ScoreModel,
  times: Float64Array,
  x: Float64Array,
  probes: number,
  seed: number,
): AlongFlow {
  const d = score.dimension
  const flow = probabilityFlow(process, score)
  const steps = times.length
  const signs = Array.from({ length: probes }, (_, probe) => {
    const v = new Float64Array(d)
    signProbe(v, d, seed, probe)
    return v
  })
  const path = new Float64Array(steps * d)
  const exact = new Float64Array(steps)
  const integral = new Float64Array(steps)
  const estimate = new Float64Array(steps)
  const estimateError = new Float64Array(steps)
  const state = new Float64Array(d + 1 + probes)
  state.set(x)
  const one = new Float64Array(1)
  const jacobian = new Float64Array(d * d)
  for (let step = 0; step < steps; step++) {
    const t = times[step]!
    if (step > 0)
      dop853(
        (out, at, y) => {
          const here = y.subarray(0, d)
          flow.velocity(out.subarray(0, d), at, here)
          flow.divergence(out.subarray(d, d + 1), at, here)
          flow.jacobian(jacobian, at, here)
          signs.forEach((v, probe) => (out[d + 1 + probe] = form(jacobian, v)))
        },
        state,
        times[step - 1]!,
        t,
        { relative: 1e-9, absolute: 1e-9, controlled: d + 1 },
      )
    path.set(state.subarray(0, d), step * d)
    score.at(process.alpha(t), process.sigma(t)).logDensity(one, state.subarray(0, d), 1)
    exact[step] = one[0]!
    integral[step] = exact[0]! - state[d]!
    const estimates = state.subarray(d + 1)
    const mean = estimates.reduce((sum, value) => sum + value, 0) / probes
    const variance = estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (probes * (probes - 1))
    estimate[step] = exact[0]! - mean
    estimateError[step] = probes > 1 ? Math.sqrt(variance) : 0
  }
  const { sums } = eulerChange(process, score, x, times)
  return {
    path,
    exact,
    integral,
    estimate,
    estimateError,
    discrete: Float64Array.from(sums, (sum) => exact[0]! - sum[0]!),
    priorGap: exact[0]! - logPrior(x, d, process.priorStd)[0]!,
  }
}

/** v . J v; for one point the whole Jacobian costs less than a product for every probe. */
function form(jacobian: Float64Array, v: Float64Array): number {
  const d = v.length
  let sum = 0
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) sum += v[i]! * jacobian[i * d + j]! * v[j]!
  return sum
}
