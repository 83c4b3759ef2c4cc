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
 * Crowson 2022 (k-diffusion, sample_dpm_2_ancestral), after DPM-Solver-2 (Lu et al. 2022, algorithm 1): a midpoint step
 * of x / alpha in sigma / alpha from `from` to `down`, its midpoint geometric, then noise up to the next level.
 */
function method(amount: number, scale: number): Sampler {
  return {
    capabilities,
    equation: noiseAfterFlowTex(amount, scale),
    check: standsForReverseSde,
    run: eachStep((step, data, stage, noise) => {
      const { problem, backend, x, from, to } = step
      const { down, up } = split(from.ratio, to.ratio, amount)
      const ratio = Math.sqrt(from.ratio * down)
      const middle = { ...levelAtLambda(problem.process, -Math.log(ratio)), ratio }
      const kept = middle.ratio / from.ratio
      predict(backend, data, x, from, 'data')
      backend.combine(stage, [(middle.alpha / from.alpha) * kept, x], [middle.alpha * (1 - kept), data])
      predict(backend, data, stage, middle, 'data')
      // The slope (x - D) / sigma at the midpoint, over the whole way down.
      const slope = (to.alpha * (down - from.ratio)) / middle.ratio
      stepNoise(step, noise)
      backend.combine(
        x,
        [to.alpha / from.alpha, x],
        [slope / middle.alpha, stage],
        [-slope, data],
        [to.alpha * up * scale, noise],
      )
      return 2
    }),
  }
}

export const dpm2Ancestral = {
  ...entry({
    kind: 'dpm-2-ancestral',
    title: 'DPM-2 ancestral',
    doc: 'A midpoint step a little too far towards the data, then noise back up.',
    source: 'Crowson 2022 (k-diffusion); Lu et al. 2022, algorithm 1',
    params: { eta, noiseScale },
    make: (values) => method(values.eta, values.noiseScale),
  }),
  capabilities,
}
