import { entry } from '#core/params/entry'
import { levelAtLambda, predict } from '../../level'
import type { Capabilities, Sampler } from '../../sampler'
import { eachStep, stepNoise } from '../each-step'
import { eta, noiseScale, standsForReverseSde } from '../own-noise'
import { split } from './split'
import { noiseAfterFlowTex } from '../../step-tex'

const capabilities = {
  noise: 'required',
  equation: 'own',
  order: { ode: 2, sde: null },
  evaluationsPerStep: 2,
  couplesParticles: false,
  minSteps: 1,
  history: 0,
} as const satisfies Capabilities

/**
 * Crowson 2022 (k-diffusion, sample_dpmpp_2s_ancestral), after DPM-Solver++(2S) (Lu et al. 2023, algorithm 1): the data
 * prediction at the midpoint in lambda carries x from `from` to `down`, then noise brings it up to the next level.
 */
function method(amount: number, scale: number): Sampler {
  return {
    capabilities,
    equation: noiseAfterFlowTex(amount, scale),
    check: standsForReverseSde,
    run: eachStep((step, data, stage, noise) => {
      const { problem, backend, x, from, to } = step
      const { down, up } = split(from.ratio, to.ratio, amount)
      const middle = levelAtLambda(problem.process, -0.5 * Math.log(from.ratio * down))
      const half = middle.ratio / from.ratio
      const kept = down / from.ratio
      predict(backend, data, x, from, 'data')
      backend.combine(stage, [(middle.alpha / from.alpha) * half, x], [middle.alpha * (1 - half), data])
      predict(backend, data, stage, middle, 'data')
      stepNoise(step, noise)
      backend.combine(
        x,
        [(to.alpha / from.alpha) * kept, x],
        [to.alpha * (1 - kept), data],
        [to.alpha * up * scale, noise],
      )
      return 2
    }),
  }
}

export const dpmpp2sAncestral = {
  ...entry({
    kind: 'dpmpp-2s-ancestral',
    title: 'DPM++ 2S ancestral',
    short: 'DPM++ 2S anc.',
    doc: 'DPM-Solver++(2S) a little too far towards the data, then noise back up.',
    source: 'Crowson 2022 (k-diffusion); Lu et al. 2023, algorithm 1',
    params: { eta, noiseScale },
    make: (values) => method(values.eta, values.noiseScale),
  }),
  capabilities,
}
