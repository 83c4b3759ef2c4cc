import { reverseDynamics } from '#core/dynamics/reverse'
import { coefficients } from '#core/processes/discrete/visited-steps'
import { quadratic } from '#core/processes/grids/in-time'
import { spaced } from '#core/processes/grids/timesteps'
import { vpLinear } from '#core/processes/vp-linear'
import type { Backend } from '#core/samplers/backend'
import { levelAt, predict } from '#core/samplers/level'
import type { Sampler } from '#core/samplers/sampler'
import { eachStep, stepNoise } from '#core/samplers/stochastic/each-step'
import { made } from '#tests/samplers/runs/made'
import type { Trial } from './exact-marginals'
import { chain, sampler, vp } from './trials'

/** DDPM that takes the coefficients of one timestep of the chain though it goes on by many. */
const oneStepCoefficients: Sampler = {
  ...sampler('ddpm'),
  run: eachStep((step, data, noise) => {
    const { backend, x, from, to } = step
    const { ofData, ofState, betaTilde } = coefficients(from, levelAt(chain, Math.max(to.t, from.t - 1)))
    predict(backend, data, x, from, 'data')
    stepNoise(step, noise)
    backend.combine(x, [ofState, x], [ofData, data], [Math.sqrt(betaTilde), noise])
    return 1
  }),
}

const weak = made(vpLinear, { betaMax: 4 })
const quiet = (right: Backend): Backend => ({ ...right, normals: (out) => right.combine(out) })
const frozen = (right: Backend): Backend => ({
  ...right,
  normals: (out, request) => right.normals(out, { ...request, step: 0 }),
})
const times = made(quadratic, { steps: 200 }).times(vp)

/** Runs that look right and are not. */
export const planted: Readonly<Record<string, Trial>> = {
  'one-step coefficients on a strided grid': {
    process: chain,
    dynamics: reverseDynamics(chain, 1),
    sampler: oneStepCoefficients,
    times: spaced('trailing', 1000, 50),
  },
  'a start from N(0, 1) where alpha_bar is still 0.13': {
    process: weak,
    dynamics: reverseDynamics(weak, 0),
    sampler: sampler('heun'),
    times: made(quadratic, { steps: 200 }).times(weak),
    planted: { unitStart: true },
  },
  'the same noise at every step': {
    process: vp,
    dynamics: reverseDynamics(vp, 1),
    sampler: sampler('euler-maruyama'),
    times,
    planted: { backend: frozen },
  },
  'the conditional mean called probability flow': {
    process: vp,
    dynamics: reverseDynamics(vp, 1),
    sampler: sampler('ancestral'),
    times,
    planted: { backend: quiet },
  },
  'a dropped factor 1/2 in the drift': {
    process: vp,
    dynamics: { ...reverseDynamics(vp, 1), score: (t) => 2 * reverseDynamics(vp, 1).score(t) },
    sampler: sampler('euler-maruyama'),
    times,
  },
}
