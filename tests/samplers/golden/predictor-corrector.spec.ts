import { describe, expect, it } from 'vitest'
import { reverseDynamics } from '#core/dynamics/reverse'
import type { Process } from '#core/processes/process'
import { subVp } from '#core/processes/sub-vp'
import { ve } from '#core/processes/variance-exploding'
import { vpLinear } from '#core/processes/vp-linear'
import { eulerMaruyama } from '#core/samplers/euler-maruyama'
import type { Sampler } from '#core/samplers/sampler'
import { eachStep } from '#core/samplers/stochastic/each-step'
import { predictorCorrectorOf } from '#core/samplers/stochastic/song/predictor-corrector'
import {
  ancestralStep,
  eulerMaruyamaStep,
  type Predictor,
  reverseDiffusionStep,
} from '#core/samplers/stochastic/song/predictors'
import type { Between } from '#core/samplers/stochastic/song/transition'
import { aniso3 } from '#tests/golden/mixtures'
import { distance, readGolden } from '#tests/golden/read-golden'
import { made } from '#tests/samplers/runs/made'
import { trajectory } from '#tests/samplers/runs/run-sampler'

const N = 50
const golden = readGolden('d_likelihood_marginals_pc')
const size = 32
/** Times of that code: N of them from 1 to 1e-3, each the start of a step of 1/N. */
const timeOf = (i: number): number => 1 + (i / (N - 1)) * (1e-3 - 1)
/** The place in its tables of betas and noise levels, which are those of a chain of N steps. */
const placeOf = (i: number): number => Math.floor(timeOf(i) * (N - 1) + 1e-12)

/** The authors' tables, read at a place: the score is taken at the continuous time, the step from here. */
const tables: Readonly<Record<string, (place: number) => Between>> = {
  vp: (place) => () => {
    const beta = (0.1 + (place / (N - 1)) * (20 - 0.1)) / N
    return { a: Math.sqrt(1 - beta), v: beta, posterior: NaN }
  },
  ve: (place) => () => {
    const level = (k: number): number => (k < 0 ? 0 : 0.01 * (50 / 0.01) ** (k / (N - 1)))
    const [here, next] = [level(place) ** 2, level(place - 1) ** 2]
    return { a: 1, v: here - next, posterior: (next * (here - next)) / here }
  },
}

const processes: Readonly<Record<string, Process>> = {
  vp: made(vpLinear),
  ve: made(ve),
  subvp: made(subVp),
}

/** One step of the method at place i as a run of its own. */
function samplerOf(predictor: string, corrector: string, sde: string, i: number): Sampler {
  const between = tables[sde]?.(placeOf(i))
  // Sub-VP has no chain of its own there: its reverse diffusion is Euler-Maruyama.
  if (between === undefined) return made(eulerMaruyama)
  const take: Predictor =
    predictor === 'euler_maruyama'
      ? eulerMaruyamaStep
      : predictor === 'reverse_diffusion'
        ? reverseDiffusionStep(between)
        : // VP takes the variance of the forward step, VE the posterior's.
          ancestralStep(sde === 'vp' ? 'forward' : 'posterior', between)
  if (corrector === 'langevin') return predictorCorrectorOf(take, 1, 0.16, between)
  return { ...made(eulerMaruyama), run: eachStep((step, score, noise) => take(step, score, noise)) }
}

const used = golden.names.filter((name) => /^pc\/.*\/x$/.test(name))

describe('predictors and correctors of the score-SDE code', () => {
  it.each(used)('%s', (name) => {
    const [, sde = '', method = ''] = name.split('/')
    const corrector = method.endsWith('langevin') ? 'langevin' : 'none'
    const predictor = method.replace(/_(none|langevin)$/, '')
    const x = golden.array(name)
    const noise = golden.array(`pc/${sde}/noise`)
    const process = processes[sde]!
    const row = (k: number): Float64Array => noise.slice(k * size, (k + 1) * size)
    for (let i = 0; i < N; i++) {
      const t = timeOf(i)
      const from = i === 0 ? golden.array(`pc/${sde}/x_T`) : x.slice((i - 1) * size, i * size)
      // Theirs draws for the corrector first; here draw 0 is the step's own.
      const values = corrector === 'none' ? row(i) : Float64Array.of(...row(2 * i + 1), ...row(2 * i))
      const run = (start: Float64Array, given: Float64Array): Float64Array[] =>
        trajectory(
          aniso3,
          samplerOf(predictor, corrector, sde, i),
          { process, dynamics: reverseDynamics(process, 1), times: Float64Array.of(t, t - 1 / N) },
          start,
          { kind: 'given', values: given, total: 16, order: corrector === 'none' ? [0] : [0, 257] },
        )
      const states = run(from, values)
      const tolerance = predictor === 'reverse_diffusion' ? 1e-9 : 1e-10
      expect(distance(states[1]!, x.slice(i * size, (i + 1) * size)), `step ${i}`).toBeLessThan(tolerance)
      if (i < N - 1) continue
      // The file also has the last state before its noise, which is that of a step that draws 0.
      const [mean] = run(
        from,
        Float64Array.from(values, (z, k) => (k < size ? 0 : z)),
      ).slice(-1)
      expect(distance(mean!, golden.array(name.replace(/x$/, 'x_mean')))).toBeLessThan(tolerance)
    }
  })
})
