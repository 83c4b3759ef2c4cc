import { entry } from '#core/params/entry'
import { levelAtLambda, predict } from '../../level'
import type { Capabilities, Sampler } from '../../sampler'
import { split } from '../ancestral/split'
import { eachStep } from '../each-step'
import { eta, noiseScale, standsForReverseSde } from '../own-noise'
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
 * Crowson 2022 (k-diffusion, sample_dpmpp_sde), a singlestep form of SDE-DPM-Solver++ (Lu et al. 2023, section 5): an
 * ancestral step to lambda + r h, whose data prediction is mixed with the first one for the ancestral step over the
 * whole interval. Both draw on the same Brownian path.
 */
function method(amount: number, scale: number, r: number): Sampler {
  return {
    capabilities,
    equation: noiseAfterFlowTex(amount, scale),
    check: standsForReverseSde,
    run: eachStep((step, first, second, stage, noise) => {
      const { problem, backend, index, x, from, to } = step
      const middle = levelAtLambda(problem.process, from.lambda + r * (to.lambda - from.lambda))
      const part = split(from.ratio, middle.ratio, amount)
      const whole = split(from.ratio, to.ratio, amount)
      predict(backend, first, x, from, 'data')
      backend.normals(noise, { step: index, from: from.t, to: middle.t })
      const half = part.down / from.ratio
      backend.combine(
        stage,
        [(middle.alpha / from.alpha) * half, x],
        [middle.alpha * (1 - half), first],
        [middle.alpha * part.up * scale, noise],
      )
      predict(backend, second, stage, middle, 'data')
      backend.normals(noise, { step: index, from: from.t, to: to.t, piece: 1 })
      const kept = whole.down / from.ratio
      const mix = 1 / (2 * r)
      backend.combine(
        x,
        [(to.alpha / from.alpha) * kept, x],
        [to.alpha * (1 - kept) * (1 - mix), first],
        [to.alpha * (1 - kept) * mix, second],
        [to.alpha * whole.up * scale, noise],
      )
      return 2
    }),
  }
}

export const dpmppSde = {
  ...entry({
    kind: 'dpmpp-sde',
    title: 'DPM++ SDE',
    doc: 'Two ancestral steps on one Brownian path, the second with the better prediction of the first.',
    source: 'Crowson 2022 (k-diffusion); Lu et al. 2023, section 5',
    params: {
      eta,
      noiseScale,
      r: {
        kind: 'number',
        label: 'Place of the stage',
        symbol: 'r',
        doc: 'Where in the step, measured in log-SNR, the second prediction is made.',
        default: 0.5,
        min: 0.1,
        max: 1,
        step: 0.05,
        minor: true,
      },
    },
    make: (values) => method(values.eta, values.noiseScale, values.r),
  }),
  capabilities,
}
