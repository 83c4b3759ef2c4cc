import { entry } from '#core/params/entry'
import { phi } from '../../exponential'
import { levelAt, predict } from '../../level'
import type { Capabilities, Sampler } from '../../sampler'
import { eta, noiseScale, standsForReverseSde } from '../own-noise'
import { strengthTex } from '../../step-tex'

const capabilities = {
  noise: 'required',
  equation: 'own',
  order: { ode: 2, sde: null },
  evaluationsPerStep: 1,
  couplesParticles: false,
  minSteps: 1,
  history: 1,
} as const satisfies Capabilities

/**
 * SDE-DPM-Solver++(2M) (Lu et al. 2023, equation 18; k-diffusion, sample_dpmpp_2m_sde). The reverse SDE with noise
 * strength lambda^2 = eta is solved exactly over a step for a data prediction that is a straight line in lambda through
 * the last two; `midpoint` and `heun` differ in how the line enters, by O(h^3). The noise is exact in law.
 */
function method(amount: number, scale: number, form: string): Sampler {
  return {
    capabilities,
    equation: strengthTex.eta(amount),
    check: standsForReverseSde,
    *run({ process, times }, backend, start) {
      const { x } = start
      let data = backend.allocate()
      let before = start.carried[0] ?? backend.allocate()
      const noise = backend.allocate()
      try {
        let nfe = start.nfe
        for (let step = start.step; step + 1 < times.length; step++) {
          const from = levelAt(process, times[step]!)
          const to = levelAt(process, times[step + 1]!)
          const h = to.lambda - from.lambda
          const z = (1 + amount) * h
          predict(backend, data, x, from, 'data')
          nfe++
          const gain = -to.alpha * Math.expm1(-z)
          // What the slope of the prediction, times h, adds.
          const bend = form === 'heun' ? to.alpha * z * phi(2, -z) : 0.5 * gain
          const r = step === 0 ? Infinity : (from.lambda - levelAt(process, times[step - 1]!).lambda) / h
          const keep = (to.sigma / from.sigma) * Math.exp(-amount * h)
          backend.normals(noise, { step, from: from.t, to: to.t })
          const kick = to.sigma * Math.sqrt(-Math.expm1(-2 * amount * h)) * scale
          if (step === 0) backend.combine(x, [keep, x], [gain, data], [kick, noise])
          else backend.combine(x, [keep, x], [gain + bend / r, data], [-bend / r, before], [kick, noise])
          ;[data, before] = [before, data]
          yield { step: step + 1, t: to.t, nfe, x, carried: [before] }
        }
      } finally {
        for (const slot of [data, before, noise]) backend.free(slot)
      }
    },
  }
}

export const dpmpp2mSde = {
  ...entry({
    kind: 'dpmpp-2m-sde',
    title: 'DPM++ 2M SDE',
    doc: 'One evaluation per step, with the prediction of the step before; noise exact in law.',
    source: 'Lu et al. 2023, equation 18; Crowson 2022 (k-diffusion)',
    params: {
      eta,
      noiseScale,
      form: {
        kind: 'choice',
        label: 'Second-order term',
        doc: 'How the slope of the prediction enters; the two differ by a term of third order in the step.',
        default: 'midpoint',
        options: [
          { value: 'midpoint', label: 'Midpoint' },
          { value: 'heun', label: 'Heun' },
        ],
      },
    },
    make: (values) => method(values.eta, values.noiseScale, values.form),
  }),
  capabilities,
}
