import { describe, expect, it } from 'vitest'
import { conditionalForm } from '#core/distributions/conditional'
import { reverseDynamics } from '#core/dynamics/reverse'
import { probabilityFlow } from '#core/measures/likelihood/probability-flow'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { betas } from '#core/processes/discrete/betas'
import { discreteProcess } from '#core/processes/discrete/ddpm'
import { karras } from '#core/processes/grids/in-noise'
import { spaced, type Spacing } from '#core/processes/grids/timesteps'
import type { Process } from '#core/processes/process'
import { rectifiedFlow } from '#core/processes/rectified-flow'
import { subVp } from '#core/processes/sub-vp'
import { edm, ve } from '#core/processes/variance-exploding'
import { vpCosine } from '#core/processes/vp-cosine'
import { vpLinear } from '#core/processes/vp-linear'
import { ddim } from '#core/samplers/discrete/ddim'
import { ddpm } from '#core/samplers/discrete/ddpm'
import { endAtZero } from '#core/samplers/end-at-zero'
import { edmStochastic } from '#core/samplers/stochastic/karras/edm-stochastic'
import { guidedScore } from '#core/scores/guided-score'
import { mixtureScore } from '#core/scores/mixture-score'
import type { MixtureForm } from '#core/scores/score-form'
import { aniso3, mix1d, ring8 } from '#tests/golden/mixtures'
import { distance } from '#tests/golden/read-golden'
import { flowRun } from './runs/flow-run'
import { made } from './runs/made'
import { odeSampler } from './runs/make'
import { trajectory } from './runs/run-sampler'

const normals = (n: number, d: number): Float64Array => {
  const out = new Float64Array(n * d)
  fillNormals(out, d, 9, 0, streams.start, 0)
  return out
}
const chain = discreteProcess(betas('linear', 1000, 1e-4, 0.02))
const spacings: Spacing[] = ['leading', 'trailing', 'linspace']

describe.each([
  ['mix1d', mix1d],
  ['aniso3', aniso3],
] as [string, MixtureForm][])('identities on %s', (_, form) => {
  const start = normals(40, form.dimension)

  it.each(spacings)('DDIM with eta 1 is DDPM with the small variance, %s timesteps', (spacing) => {
    const problem = {
      process: chain,
      dynamics: reverseDynamics(chain, 1),
      times: spaced(spacing, 1000, 25),
    }
    const runs = [made(ddim, { eta: 1 }), made(ddpm)].map((sampler) =>
      trajectory(form, endAtZero(sampler), problem, start, { kind: 'independent', seed: 4 }),
    )
    runs[0]!.forEach((state, i) => expect(distance(state, runs[1]![i]!)).toBeLessThan(1e-12))
  })

  it.each(spacings)(
    'DDIM with eta 0 is Euler’s step of x / alpha in sigma / alpha, %s timesteps',
    (spacing) => {
      const times = spaced(spacing, 1000, 25)
      const problem = { process: chain, dynamics: reverseDynamics(chain, 1), times }
      const states = trajectory(form, made(ddim, { eta: 0 }), problem, start)
      // By hand: d(x / alpha) = eps d(sigma / alpha).
      const score = mixtureScore(form)
      let x = start.slice()
      for (let i = 0; i + 1 < times.length; i++) {
        const [a, s] = [chain.alpha(times[i]!), chain.sigma(times[i]!)]
        const [b, r] = [chain.alpha(times[i + 1]!), chain.sigma(times[i + 1]!)]
        const push = new Float64Array(x.length)
        score.at(a, s).score(push, x, x.length / form.dimension)
        x = x.map((v, j) => b * (v / a - s * push[j]! * (r / b - s / a)))
        expect(distance(states[i + 1]!, x), `step ${i}`).toBeLessThan(1e-11)
      }
      const euler = flowRun(form, odeSampler('euler'), chain, times, start)
      states.forEach((state, i) => expect(distance(state, euler.states[i]!)).toBeLessThan(1e-11))
    },
  )

  it('EDM without churn is Heun’s method in the noise level', () => {
    const process = made(edm)
    const times = made(karras, { steps: 17 }).times(process)
    const from = start.map((z) => 80 * z)
    const problem = { process, dynamics: reverseDynamics(process, 1), times }
    const churned = trajectory(form, made(edmStochastic, { churn: 0 }), problem, from)
    const heun = flowRun(form, odeSampler('heun-sigma'), process, times, from)
    churned.forEach((state, i) => expect(distance(state, heun.states[i]!)).toBeLessThan(1e-11))
  })
})

describe('lambda 0 is the probability flow, as a field', () => {
  const processes: [string, Process][] = [
    ['VP', made(vpLinear)],
    ['cosine', made(vpCosine)],
    ['VE', made(ve)],
    ['sub-VP', made(subVp)],
    ['EDM', made(edm)],
    ['rectified flow', made(rectifiedFlow)],
    ['DDPM', chain],
  ]
  it.each(processes)('%s', (_, process) => {
    const score = mixtureScore(aniso3)
    const flow = probabilityFlow(process, score)
    const dynamics = reverseDynamics(process, 0)
    for (const u of [0.15, 0.5, 0.85]) {
      const t = process.tMin + u * (process.tMax - process.tMin)
      const [alpha, sigma] = [process.alpha(t), process.sigma(t)]
      const x = normals(30, 2).map((z) => Math.hypot(2 * alpha, sigma) * z)
      const [field, push] = [new Float64Array(x.length), new Float64Array(x.length)]
      flow.velocity(field, t, x)
      score.at(alpha, sigma).score(push, x, 30)
      const drift = x.map((v, i) => dynamics.linear(t) * v + dynamics.score(t) * push[i]!)
      expect(distance(drift, field)).toBeLessThan(1e-12)
      expect([dynamics.noise(t), dynamics.deterministic]).toEqual([0, true])
      // And from the marginal itself: x = alpha D + sigma eps moves with alpha' D + sigma' eps.
      const h = 1e-5 * (process.tMax - process.tMin)
      const slope = (of: (t: number) => number): number => (of(t + h) - of(t - h)) / (2 * h)
      const [da, ds] = [slope((at) => process.alpha(at)), slope((at) => process.sigma(at))]
      const moved = x.map((v, i) => {
        const eps = -sigma * push[i]!
        return (da * (v - sigma * eps)) / alpha + ds * eps
      })
      const size = Math.max(...field.map(Math.abs))
      expect(Math.max(...moved.map((v, i) => Math.abs(v - field[i]!))) / size).toBeLessThan(1e-5)
    }
  })
})

describe('guidance', () => {
  const x = normals(50, 2).map((z) => 3 * z)
  const at = (weight: number, method: 'classifier' | 'classifier-free'): Float64Array => {
    const out = new Float64Array(x.length)
    guidedScore(ring8, conditionalForm(ring8, 2)!, { label: 2, weight, method, low: -30, high: 30 })
      .at(0.6, 0.8)
      .score(out, x, 50)
    return out
  }
  const plain = (form: MixtureForm): Float64Array => {
    const out = new Float64Array(x.length)
    mixtureScore(form).at(0.6, 0.8).score(out, x, 50)
    return out
  }

  it.each(['classifier-free', 'classifier'] as const)(
    '%s: weight 1 is the conditional score, 0 that of all',
    (m) => {
      expect(distance(at(1, m), plain(conditionalForm(ring8, 2)!))).toBeLessThan(1e-12)
      expect(distance(at(0, m), plain(ring8))).toBeLessThan(1e-12)
      // Linear in the weight: s_u + w (s_c - s_u).
      const [all, part] = [plain(ring8), plain(conditionalForm(ring8, 2)!)]
      const three = all.map((u, i) => u + 3 * (part[i]! - u))
      expect(distance(at(3, m), three)).toBeLessThan(1e-11)
    },
  )
})
