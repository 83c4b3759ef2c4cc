import { describe, expect, it } from 'vitest'
import { reverseDynamics } from '#core/dynamics/reverse'
import { withDefaults } from '#core/params/defaults'
import type { Process } from '#core/processes/process'
import { subVp } from '#core/processes/sub-vp'
import { edm, ve } from '#core/processes/variance-exploding'
import { vpLinear } from '#core/processes/vp-linear'
import { eulerMaruyama } from '#core/samplers/euler-maruyama'
import { heun } from '#core/samplers/heun'
import { aniso3, mix1d } from '#tests/golden/mixtures'
import { distance, readGolden } from '#tests/golden/read-golden'
import { trajectory } from '#tests/samplers/runs/run-sampler'

const plain = {}
const sampler = { euler: eulerMaruyama.make(plain), heun: heun.make(plain) }

describe.each([
  ['a_kdiffusion_mix1d', mix1d],
  ['a_kdiffusion_aniso3', aniso3],
] as const)('k-diffusion in %s', (file, form) => {
  const golden = readGolden(file)
  const used = golden.names.filter((name) => /^karras_[^/]*\/N\d+\/(euler|heun)\/x$/.test(name))

  it('has the arrays that are compared', () => expect(used.length).toBeGreaterThan(1))

  it.each(used)('%s', (name) => {
    const [grid = '', n = '', method = ''] = name.split('/')
    const sigmas = golden.array(`${grid}/${n}/sigmas`)
    const x = golden.array(name)
    const [levels = 0, count = 0, d = 0] = golden.shape(name)
    // The arrays end with one Euler step to sigma = 0, where EDM's process ends as x - sigma * (x - D)/sigma = D;
    // the steps before it are the method's own.
    const times = sigmas.slice(0, levels - 1)
    const process = edm.make(
      withDefaults(edm.params, { kind: 'edm', sigmaMin: times.at(-1)!, sigmaMax: times[0]! }),
    )
    const states = trajectory(
      form,
      sampler[method as keyof typeof sampler],
      { process, dynamics: reverseDynamics(process, 0), times },
      x.slice(0, count * d),
    )
    states.forEach((state, i) =>
      expect(distance(state, x.slice(i * count * d, (i + 1) * count * d))).toBeLessThan(1e-10),
    )
  })
})

describe('Euler–Maruyama of the score-SDE code', () => {
  const golden = readGolden('d_likelihood_marginals_pc')
  const cases: [string, Process][] = [
    ['vp', vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' }))],
    ['ve', ve.make(withDefaults(ve.params, { kind: 've' }))],
    ['subvp', subVp.make(withDefaults(subVp.params, { kind: 'sub-vp' }))],
  ]
  it.each(cases)('%s', (name, process) => {
    const x = golden.array(`pc/${name}/euler_maruyama_none/x`)
    const noise = golden.array(`pc/${name}/noise`)
    const size = 32
    // That code takes N steps of 1/N at N times from 1 to 1e-3, so its steps overlap a little: each is one step here.
    for (let i = 0; i < 50; i++) {
      const t = 1 + (i / 49) * (1e-3 - 1)
      const from = i === 0 ? golden.array(`pc/${name}/x_T`) : x.slice((i - 1) * size, i * size)
      const problem = {
        process,
        dynamics: reverseDynamics(process, 1),
        times: Float64Array.of(t, t - 1 / 50),
      }
      const given = { kind: 'given', values: noise.slice(i * size, (i + 1) * size), total: 16 } as const
      const states = trajectory(aniso3, sampler.euler, problem, from, given)
      expect(distance(states[1]!, x.slice(i * size, (i + 1) * size))).toBeLessThan(1e-10)
    }
  })
})
