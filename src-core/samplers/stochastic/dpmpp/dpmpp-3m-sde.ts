import { entry } from '#core/params/entry'
import type { Slot, Term } from '../../backend'
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
  history: 2,
} as const satisfies Capabilities

/**
 * DPM-Solver++(3M) SDE (k-diffusion, sample_dpmpp_3m_sde): a parabola in lambda through the last three data
 * predictions. As its author coded it: the second difference enters without the factor 2 that the second derivative
 * asks for, so the method is of order 2 on the flow, not 3.
 */
function method(amount: number, scale: number): Sampler {
  return {
    capabilities,
    equation: strengthTex.eta(amount),
    check: standsForReverseSde,
    *run({ process, times }, backend, start) {
      const { x, carried } = start
      // Predictions, newest first; the first place is for the one to come.
      let past: [Slot, Slot, Slot] = [
        backend.allocate(),
        carried[0] ?? backend.allocate(),
        carried[1] ?? backend.allocate(),
      ]
      const noise = backend.allocate()
      try {
        let nfe = start.nfe
        for (let step = start.step; step + 1 < times.length; step++) {
          const from = levelAt(process, times[step]!)
          const to = levelAt(process, times[step + 1]!)
          const h = to.lambda - from.lambda
          const z = (1 + amount) * h
          const back = (i: number): number => levelAt(process, times[step - i]!).lambda
          const [data, before, beforeThat] = past
          predict(backend, data, x, from, 'data')
          nfe++
          backend.normals(noise, { step, from: from.t, to: to.t })
          const gain = to.alpha * z * phi(1, -z)
          const slope = to.alpha * z * phi(2, -z)
          const curve = to.alpha * z * phi(3, -z)
          // Weights of the three predictions.
          let weights = [gain, 0, 0]
          if (step === 1) {
            const r = (from.lambda - back(1)) / h
            weights = [gain + slope / r, -slope / r, 0]
          } else if (step > 1) {
            const r0 = (from.lambda - back(1)) / h
            const r1 = (back(1) - back(2)) / h
            const [d0, d1] = [1 / r0, 1 / r1]
            // First difference (d10 + (d10 - d11) r0/(r0 + r1)) and second (d10 - d11)/(r0 + r1), per prediction.
            const lean = r0 / (r0 + r1)
            const first = [d0 * (1 + lean), -d0 * (1 + lean) - d1 * lean, d1 * lean]
            const second = [d0 / (r0 + r1), -(d0 + d1) / (r0 + r1), d1 / (r0 + r1)]
            weights = [0, 1, 2].map((i) => (i === 0 ? gain : 0) + slope * first[i]! + curve * second[i]!)
          }
          const terms: Term[] = [
            [(to.sigma / from.sigma) * Math.exp(-amount * h), x],
            [to.sigma * Math.sqrt(-Math.expm1(-2 * amount * h)) * scale, noise],
          ]
          for (let i = 0; i <= Math.min(step, 2); i++) terms.push([weights[i]!, past[i]!])
          backend.combine(x, ...terms)
          past = [beforeThat, data, before]
          yield { step: step + 1, t: to.t, nfe, x, carried: [data, before] }
        }
      } finally {
        for (const slot of [...past, noise]) backend.free(slot)
      }
    },
  }
}

export const dpmpp3mSde = {
  ...entry({
    kind: 'dpmpp-3m-sde',
    title: 'DPM++ 3M SDE',
    doc: 'One evaluation per step, with the predictions of the last three; as coded, of order 2 on the flow.',
    source: 'Crowson 2023 (k-diffusion); Lu et al. 2023',
    params: { eta, noiseScale },
    make: (values) => method(values.eta, values.noiseScale),
  }),
  capabilities,
}
