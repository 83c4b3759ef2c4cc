import { distributionFromMixture } from '#core/distributions/from-mixture'
import { mixtureForm } from '#core/distributions/mixture-form'
import type { Dynamics } from '#core/dynamics/dynamics'
import { cramerVonMises } from '#core/measures/fit/cramer-von-mises'
import { kolmogorovSmirnov } from '#core/measures/fit/kolmogorov-smirnov'
import { erf } from '#core/numeric/error-function'
import type { Process } from '#core/processes/process'
import type { Backend } from '#core/samplers/backend'
import type { Sampler } from '#core/samplers/sampler'
import { mixtureScore } from '#core/scores/mixture-score'
import type { MixtureForm } from '#core/scores/score-form'
import { single } from '#main/engine/backends/ensemble'
import { wasmBackend } from '#main/engine/backends/wasm/wasm-backend'
import { mix1d } from '#tests/golden/mixtures'

export const many = 200_000
export const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

/** Two equal modes, and two that differ in weight and width. */
export const targets: Readonly<Record<string, MixtureForm>> = {
  even: mix1d,
  uneven: mixtureForm([
    { weight: 0.3, mean: [-2], cov: [[0.09]] },
    { weight: 0.7, mean: [1], cov: [[0.36]] },
  ]),
}

/** A run that should end with the marginal of its last time. */
export interface Trial {
  readonly process: Process
  readonly dynamics: Dynamics
  readonly sampler: Sampler
  readonly times: Float64Array
  /** Time of the law that the particles start from; the first of the times unless stated */
  readonly startsAt?: number
  /** How many particles, where the method is exact in a limit only and more would see what is left; else `many` */
  readonly particles?: number
  /** Something done wrong on purpose. */
  readonly planted?: {
    /** N(0, 1) in place of p_T */
    readonly unitStart?: boolean
    backend?(right: Backend): Backend
  }
}

/** P(x_t <= x) for x_t = alpha x_0 + sigma eps and x_0 from a mixture in one dimension. */
export function distributionFunction(form: MixtureForm, alpha: number, sigma: number): (x: number) => number {
  return (x) => {
    let sum = 0
    form.weights.forEach((weight, k) => {
      const deviation = Math.sqrt(alpha * alpha * form.variances[k]! + sigma * sigma)
      const z = (x - alpha * form.means[k]!) / (deviation * Math.SQRT2)
      sum += 0.5 * weight * (z < 0 ? 1 - erf(-z) : 1 + erf(z))
    })
    return sum
  }
}

/** The smaller p-value of Kolmogorov–Smirnov and Cramér–von Mises against the exact marginal where the run stops. */
export function pValue(
  form: MixtureForm,
  trial: Trial,
  seed: number,
  count = trial.particles ?? many,
): number {
  const { process, dynamics, sampler, times, startsAt = times[0]!, planted = {} } = trial
  const right = wasmBackend({
    score: mixtureScore(form),
    first: 0,
    count,
    startSeed: seed,
    noise: { kind: 'independent', seed: 1000 + seed },
    ensemble: single(count),
  })
  const backend = planted.backend?.(right) ?? right
  const x = backend.allocate()
  backend.initial(x)
  if (planted.unitStart !== true) {
    const data = new Float64Array(count)
    distributionFromMixture(form).sample(data, 2000 + seed, 0)
    const clean = backend.allocate()
    backend.write(clean, data)
    backend.combine(x, [process.alpha(startsAt), clean], [process.sigma(startsAt), x])
    backend.free(clean)
  }
  let last = x
  const start = { step: 0, t: times[0]!, nfe: 0, x, carried: [] }
  for (const state of sampler.run({ process, dynamics, times }, backend, start)) last = state.x
  const values = new Float64Array(count)
  backend.read(last, values)
  right.dispose()
  const end = times.at(-1)!
  const law = distributionFunction(form, process.alpha(end), process.sigma(end))
  return Math.min(kolmogorovSmirnov(values, law).pValue, cramerVonMises(values, law).pValue)
}
