import { describe, expect, it } from 'vitest'
import { withDefaults } from '#core/params/defaults'
import type { Process } from '#core/processes/process'
import { edm } from '#core/processes/variance-exploding'
import type { Sampler } from '#core/samplers/sampler'
import { wasmBackend } from '#main/engine/backends/wasm/wasm-backend'
import { casesOf } from '#tests/golden/manifest'
import { aniso3, mix1d, ring8 } from '#tests/golden/mixtures'
import { distance, readGolden } from '#tests/golden/read-golden'
import { exactFlow, gaps } from '#tests/samplers/runs/exact-flow'
import { flowRun } from '#tests/samplers/runs/flow-run'
import { odeSampler, toZero } from '#tests/samplers/runs/make'

const methods: Readonly<Record<string, Sampler>> = {
  euler: odeSampler('euler'),
  heun: odeSampler('heun-sigma'),
  dpm_2: odeSampler('dpm-2'),
  lms4: odeSampler('lms'),
  dpmpp_2m: odeSampler('dpmpp-2m'),
  dpmpp_2s_eta0: odeSampler('dpmpp-2s'),
  dpmpp_2m_sde_eta0_midpoint: odeSampler('dpmpp-2m'),
  dpmpp_3m_sde_eta0: odeSampler('dpmpp-3m-coded'),
}

const processOf = (times: Float64Array): Process =>
  edm.make(withDefaults(edm.params, { kind: 'edm', sigmaMin: times.at(-1)!, sigmaMax: times[0]! }))

/** Equal steps of log sigma from 80 to 0.02, as dpm_fast takes them. */
const geometric = (steps: number): Float64Array =>
  Float64Array.from({ length: steps + 1 }, (_, i) => 80 * (0.02 / 80) ** (i / steps))

const files = [
  ['a_kdiffusion_mix1d', mix1d],
  ['a_kdiffusion_aniso3', aniso3],
  ['a_kdiffusion_ring8', ring8],
] as const

describe.each(files)('k-diffusion in %s', (file, form) => {
  const golden = readGolden(file)
  const cases = (rule: string): string[] => casesOf(rule, file, golden.names)
  const start = golden.array('z').map((z) => 80 * z)

  /** States as the file has them: at every level above 0, then at 0. */
  const states = (
    name: string,
    backend?: typeof wasmBackend,
  ): { found: Float64Array[]; wanted: Float64Array[] } => {
    const [grid = '', n = '', method = ''] = name.split('/')
    const x = golden.array(name)
    const [levels = 0, count = 0, d = 0] = golden.shape(name)
    const size = count * d
    const times = golden.array(`${grid}/${n}/sigmas`).slice(0, levels - 1)
    const options = backend === undefined ? {} : { make: backend }
    const run = (sampler: Sampler): readonly Float64Array[] =>
      flowRun(form, sampler, processOf(times), times, x.slice(0, size), options).states
    const sampler = methods[method]!
    return {
      found: [...run(sampler), run(toZero(sampler)).at(-1)!],
      wanted: Array.from({ length: levels }, (_, i) => x.slice(i * size, (i + 1) * size)),
    }
  }

  it('has the arrays that are compared', () => expect(cases('k-diffusion steps').length).toBeGreaterThan(17))

  it.each(cases('k-diffusion steps'))('%s', (name) => {
    const { found, wanted } = states(name)
    expect(found.length).toBe(wanted.length)
    found.forEach((state, i) => expect(distance(state, wanted[i]!)).toBeLessThan(1e-10))
  })

  it.each(cases('k-diffusion steps').filter((name) => name.includes('N16')))('%s in float32', (name) => {
    const { found, wanted } = states(name, wasmBackend)
    // 3M on the polyexponential grid extrapolates data predictions, each rounded at the size of x, with weights of
    // up to 5, and comes to 2.1e-5; every other array stays below 2e-5.
    const tolerance = /^polyexp.*3m/.test(name) ? 3e-5 : 2e-5
    found.forEach((state, i) => expect(distance(state, wanted[i]!)).toBeLessThan(tolerance))
  })

  it.each(cases('k-diffusion fast'))('%s', (name) => {
    const nfe = Number(/nfe(\d+)/.exec(name)![1])
    const sampler = odeSampler('dpm-solver-fast', { end: nfe % 3 === 0 ? '2-1' : String(nfe % 3) })
    const times = geometric(Math.floor(nfe / 3) + 1)
    const run = flowRun(form, sampler, processOf(times), times, start)
    expect(distance(run.states.at(-1)!, golden.array(name))).toBeLessThan(1e-9)
    expect(run.nfe).toBe(nfe)
  })

  it.each(cases('k-diffusion adaptive'))('%s', (name) => {
    const [, order = '', relative = ''] = /order(\d)_rtol([\d.]+)/.exec(name)!
    const { nfe } = adaptive(name)
    const values = {
      order: Number(order),
      relative: Number(relative),
      absolute: relative === '0.05' ? 0.0078 : 0.0001,
      controller: 'pid',
    }
    const sampler = odeSampler('dpm-solver-adaptive', values)
    const times = geometric(1)
    const run = flowRun(form, sampler, processOf(times), times, start)
    expect(distance(run.states.at(-1)!, golden.array(name))).toBeLessThan(1e-9)
    expect(run.nfe).toBe(nfe)
    // In float32 the steps may differ: evaluations within 10 %, error at most twice.
    const exact = exactFlow(form, processOf(times), times, start).at(-1)!
    const single = flowRun(form, sampler, processOf(times), times, start, { make: wasmBackend })
    expect(Math.abs(single.nfe / run.nfe - 1)).toBeLessThanOrEqual(0.1)
    expect(gaps(single.states.at(-1)!, exact).mean).toBeLessThan(
      2 * gaps(run.states.at(-1)!, exact).mean + 2e-5,
    )
  })

  /** What the file says of an adaptive run. */
  const adaptive = (name: string): { nfe: number } => {
    const [, nfe = ''] = /'nfe': (\d+)/.exec(golden.doc(name))!
    return { nfe: Number(nfe) }
  }

  it('the exact flow is the one of the file', () => {
    const grid = cases('k-diffusion references').find((name) => name.endsWith('ref_x_sigmamin'))!
    const sigmas = golden.array(grid.replace('ref_x_sigmamin', 'sigmas'))
    const times = Float64Array.of(sigmas[0]!, sigmas.at(-2)!)
    const exact = exactFlow(
      form,
      processOf(times),
      times,
      golden.array('z').map((z) => z * sigmas[0]!),
    )
    expect(distance(exact.at(-1)!, golden.array(grid))).toBeLessThan(1e-9)
  })
})
