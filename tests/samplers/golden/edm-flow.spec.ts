import { describe, expect, it } from 'vitest'
import { reverseDynamics } from '#core/dynamics/reverse'
import { withDefaults } from '#core/params/defaults'
import { processFromPath } from '#core/processes/gaussian-path'
import * as noiseGrids from '#core/processes/grids/in-noise'
import type { Process } from '#core/processes/process'
import { edm } from '#core/processes/variance-exploding'
import { vpLinear } from '#core/processes/vp-linear'
import { eulerMaruyama } from '#core/samplers/euler-maruyama'
import type { Sampler } from '#core/samplers/sampler'
import { wasmBackend } from '#main/engine/backends/wasm/wasm-backend'
import { casesOf } from '#tests/golden/manifest'
import { mix1d, ring8 } from '#tests/golden/mixtures'
import { distance, readGolden } from '#tests/golden/read-golden'
import { exactFlow, gaps } from '#tests/samplers/runs/exact-flow'
import { flowRun } from '#tests/samplers/runs/flow-run'
import { odeSampler, toZero } from '#tests/samplers/runs/make'

const edmBetween = (sigmaMin: number, sigmaMax: number): Process =>
  edm.make(withDefaults(edm.params, { kind: 'edm', sigmaMin, sigmaMax }))

/** sigma = sqrt(t), the heat equation: column VE of Karras et al. 2022, table 1. */
const heat = processFromPath({
  tMin: 0,
  tMax: 10_000,
  priorStd: 100,
  logAlpha: () => 0,
  logAlphaRate: () => 0,
  variance: (t) => t,
  varianceRate: () => 1,
})

/** Process, times of the given noise levels, and the methods that the ablation's settings name. */
function ablation(
  name: string,
  sigmas: Float64Array,
): { process: Process; times: Float64Array; sampler: Sampler } {
  const [, solver = '', schedule = '', alpha = ''] =
    /N16_(\w+)_disc-\w+_sched-(\w+)_scal-\w+_alpha([\d.]+)/.exec(name)!
  if (schedule === 'linear') {
    const stage = alpha === '1' ? 1 : 2 / 3
    return {
      process: edmBetween(sigmas.at(-1)!, sigmas[0]!),
      times: sigmas,
      sampler: solver === 'heun' ? odeSampler('heun-sigma', { stage }) : odeSampler('euler'),
    }
  }
  const sampler = solver === 'heun' ? odeSampler('heun') : eulerMaruyama.make({})
  if (schedule === 've') return { process: heat, times: sigmas.map((s) => s * s), sampler }
  const process = vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' }))
  return { process, times: sigmas.map((s) => process.tFromLogSnr(-2 * Math.log(s))), sampler }
}

describe.each([
  ['b_edm_mix1d', mix1d],
  ['b_edm_ring8', ring8],
] as const)('EDM in %s', (file, form) => {
  const golden = readGolden(file)
  const cases = (rule: string): string[] => casesOf(rule, file, golden.names)
  const d = form.dimension
  const size = golden.array('latents').length

  it.each(cases('EDM sampler'))('%s', (name) => {
    const levels = golden.array(name.replace(/x$/, 't_steps'))
    const x = golden.array(name)
    const times = levels.slice(0, -1)
    const process = edmBetween(times.at(-1)!, times[0]!)
    const start = x.slice(0, size)
    const sampler = odeSampler('heun-sigma')
    const run = flowRun(form, sampler, process, times, start)
    const ended = flowRun(form, toZero(sampler), process, times, start)
    const states = [...run.states, ended.states.at(-1)!]
    states.forEach((state, i) =>
      expect(distance(state, x.slice(i * size, (i + 1) * size))).toBeLessThan(1e-10),
    )
    const single = flowRun(form, sampler, process, times, start, { make: wasmBackend })
    single.states.forEach((state, i) =>
      expect(distance(state, x.slice(i * size, (i + 1) * size)), 'float32').toBeLessThan(2e-5),
    )
    // The last step, to sigma = 0, is Euler's: 2N - 1 evaluations for N levels.
    expect(ended.nfe).toBe(2 * times.length - 1)
  })

  it.each(cases('EDM levels'))('%s', (name) => {
    const levels = golden.array(name)
    const { karras } = noiseGrids
    const grid = karras.make(withDefaults(karras.params, { kind: 'karras', steps: levels.length - 2 }))
    expect(distance(grid.times(edmBetween(0.002, 80)), levels.slice(0, -1))).toBeLessThan(1e-12)
  })

  it.each(cases('EDM references').slice(0, 1))('%s is the end of the exact flow', (name) => {
    const start = golden.array('latents').map((z) => 80 * z)
    // From 1e-4 the flow to sigma = 0 moves x by far less than the tolerance: x - D is of order sigma^2.
    const end = exactFlow(form, edmBetween(1e-4, 80), Float64Array.of(80, 1e-4), start).at(-1)!
    expect(gaps(end, golden.array(name)).largest).toBeLessThan(1e-6)
  })

  it.each(cases('EDM ablation'))('%s', (name) => {
    const sigmas = golden.array(name.replace(/x$/, 'sigma'))
    const inputs = golden.array(name.replace(/x$/, 'net_in'))
    const { process, times, sampler } = ablation(name, sigmas)
    const start = inputs.slice(0, size).map((v) => v * process.alpha(times[0]!))
    expect(
      distance(
        start,
        golden.array('latents').map((z) => z * process.sigma(times[0]!)),
      ),
    ).toBeLessThan(1e-10)
    const { states } = flowRun(form, sampler, process, times, start)
    // The file has the inputs of the network, x / alpha, in the first evaluation of each step.
    states.forEach((state, i) => {
      const scaled = state.map((v) => v / process.alpha(times[i]!))
      expect(distance(scaled, inputs.slice(i * size, (i + 1) * size))).toBeLessThan(1e-9)
    })
    // The last step is Euler's in the process's time, from the last level to t = 0.
    const last = flowRun(
      form,
      eulerMaruyama.make({}),
      process,
      Float64Array.of(times.at(-1)!, 0),
      states.at(-1)!,
    )
    expect(distance(last.states.at(-1)!, golden.array(name))).toBeLessThan(1e-9)
    expect(last.states.at(-1)!.length).toBe((size / d) * d)
  })
})

it('the reverse family without noise is the flow that these methods solve', () => {
  const dynamics = reverseDynamics(heat, 0)
  // dx/dt = -score/2 for sigma = sqrt(t): d(sigma^2)/dt = 1.
  expect([dynamics.linear(3), dynamics.score(3), dynamics.noise(3)]).toEqual([0, -0.5, 0])
})
