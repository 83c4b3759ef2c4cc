import { describe, expect, it } from 'vitest'
import { withDefaults } from '#core/params/defaults'
import type { Process } from '#core/processes/process'
import { rectifiedFlow } from '#core/processes/rectified-flow'
import { edm } from '#core/processes/variance-exploding'
import type { Sampler } from '#core/samplers/sampler'
import { casesOf } from '#tests/golden/manifest'
import { aniso3, mix1d } from '#tests/golden/mixtures'
import { distance, readGolden } from '#tests/golden/read-golden'
import { exactFlow, gaps } from '#tests/samplers/runs/exact-flow'
import { flowRun } from '#tests/samplers/runs/flow-run'
import { odeSampler, toZero } from '#tests/samplers/runs/make'

/** A VP process at listed levels sigma / alpha: its time is the number of the level, counted back from the last. */
function levels(ratios: Float64Array): { process: Process; times: Float64Array } {
  const last = ratios.length - 1
  const ratio = (t: number): number => ratios[last - t]!
  const alpha = (t: number): number => 1 / Math.sqrt(1 + ratio(t) ** 2)
  return {
    process: tabulated(alpha, (t) => ratio(t) * alpha(t), 0, last),
    times: Float64Array.from({ length: last + 1 }, (_, i) => last - i),
  }
}

/** Only what multistep methods ask of a process. */
function tabulated(
  alpha: (t: number) => number,
  sigma: (t: number) => number,
  tMin: number,
  tMax: number,
): Process {
  const absent = (): number => {
    throw new Error('a table has no derivatives')
  }
  const logSnr = (t: number): number => 2 * Math.log(alpha(t) / sigma(t))
  return { tMin, tMax, priorStd: 1, alpha, sigma, logSnr, f: absent, g2: absent, tFromLogSnr: absent }
}

/** What the code of diffusers makes of its options at a number of levels. */
function multistep(name: string, steps: number): Sampler {
  const lowerOrderFinal = steps < 15
  if (name === 'dpmpp_2m') return odeSampler('dpmpp-2m', { lowerOrderFinal })
  if (name === 'dpmpp_3m') return odeSampler('dpmpp-3m-coded', { variant: 'midpoint', lowerOrderFinal })
  const order = Number(name.at(-1))
  if (name.startsWith('deis')) return odeSampler('deis', { order, variable: 'log-rho', lowerOrderFinal })
  return odeSampler('unipc', { order, scale: name.slice(6, 9), lowerOrderFinal: true })
}

describe.each([
  ['c_discrete_mix1d', mix1d],
  ['c_discrete_aniso3', aniso3],
] as const)('discrete codes in %s', (file, form) => {
  const golden = readGolden(file)
  const cases = (rule: string): string[] => casesOf(rule, file, golden.names)
  const start = golden.array('x_T')
  const size = start.length
  const state = (name: string, i: number): Float64Array => golden.array(name).slice(i * size, (i + 1) * size)

  it.each(cases('diffusers multistep'))('%s', (name) => {
    const [, method = ''] = name.split('/')
    const sigmas = golden.array(name.replace(/x$/, 'sigmas'))
    const steps = sigmas.length - 1
    const ends = sigmas[steps] === 0
    const { process, times } = levels(ends ? sigmas.slice(0, -1) : sigmas)
    const sampler = multistep(method, steps)
    const run = flowRun(form, ends ? toZero(sampler) : sampler, process, times, start)
    run.states.forEach((found, i) => {
      // A run that ends at sigma = 0 has its last two levels in one step.
      const last = i === run.states.length - 1
      expect(distance(found, state(name, last ? steps : i))).toBeLessThan(1e-9)
    })
    expect(run.nfe).toBe(steps)
    // No second implementation checked these arrays: their error against the exact flow, which is what the file says.
    const exact = exactFlow(
      form,
      edm.make(withDefaults(edm.params, { kind: 'edm', sigmaMin: 1e-4, sigmaMax: 200 })),
      Float64Array.of(sigmas[0]!, ends ? 1e-4 : sigmas[steps]!),
      start.map((v) => v * Math.hypot(1, sigmas[0]!)),
    ).at(-1)!
    const alpha = ends ? 1 : 1 / Math.hypot(1, sigmas[steps]!)
    const { mean } = gaps(
      state(name, steps),
      exact.map((v) => v * alpha),
    )
    // Its own end point and ours differ by the last 1e-4 of the noise, so by up to 1 % of the smallest errors.
    expect(mean / golden.observed(name.replace(/\/x$/, ''))!).toBeCloseTo(1, 1)
  })

  it.each(cases('diffusers PNDM'))('%s', (name) => {
    const [, method = '', n = ''] = name.split('/')
    const steps = Number(n.slice(1))
    const products = golden.array('alphas_cumprod')
    const alpha = (t: number): number => Math.sqrt(products[t]!)
    const sigma = (t: number): number => Math.sqrt(1 - products[t]!)
    const process = tabulated(alpha, sigma, 0, 1000)
    const visited = [...new Set(golden.array(name.replace(/x$/, 'timesteps')))]
    const times = Float64Array.from(visited.filter((t) => t % (1000 / steps) === 0))
    const runge = method === 'pndm_prk'
    const sampler = odeSampler('pndm', { start: runge ? 'runge-kutta' : 'euler' })
    const run = flowRun(form, sampler, process, times, start)
    // The file has a state after every evaluation: four in each of the first three steps, or two in the first. Its
    // last evaluation, at t = 0, leads nowhere.
    const after = (step: number): number => (runge ? Math.min(4 * step, step + 9) : step === 0 ? 0 : step + 1)
    expect(run.states.length).toBe(steps)
    run.states.forEach((found, i) => expect(distance(found, state(name, after(i)))).toBeLessThan(1e-9))
    expect(golden.shape(name)[0]).toBe(after(steps - 1) + 2)
    expect(run.nfe).toBe(after(steps - 1))
    const [end = 0] = products
    const ratio = (product: number): number => Math.sqrt((1 - product) / product)
    const first = ratio(products[times[0]!]!)
    const vp = edm.make(withDefaults(edm.params, { kind: 'edm', sigmaMin: 1e-3, sigmaMax: 200 }))
    const exact = exactFlow(
      form,
      vp,
      Float64Array.of(first, ratio(end)),
      start.map((v) => v / alpha(times[0]!)),
    )
    const { mean } = gaps(
      state(name, after(steps - 1)),
      exact.at(-1)!.map((v) => v * Math.sqrt(end)),
    )
    // Its own end point and ours differ by the last 1e-4 of the noise, so by up to 1 % of the smallest errors.
    expect(mean / golden.observed(name.replace(/\/x$/, ''))!).toBeCloseTo(1, 1)
  })

  it.each(cases('diffusers flow matching'))('%s', (name) => {
    const [, method = ''] = name.split('/')
    const heun = method.startsWith('fm_heun')
    const all = golden.array(name.replace(/x$/, 'sigmas'))
    const sigmas = all.filter((s, i) => i === 0 || s !== all[i - 1])
    // At t = 1 there is no signal, and no score tells where the data is: the run is taken from the second level on.
    const times = sigmas.slice(1, -1)
    const process = rectifiedFlow.make(withDefaults(rectifiedFlow.params, { kind: 'rectified-flow' }))
    // Heun's code has a state after every evaluation, two a step.
    const index = (level: number): number => (heun ? 2 * level : level)
    const sampler = odeSampler(heun ? 'flow-heun' : 'flow-euler')
    const begin = state(name, index(1))
    const run = flowRun(form, sampler, process, times, begin)
    run.states.forEach((found, i) => expect(distance(found, state(name, index(i + 1)))).toBeLessThan(1e-9))
    const ended = flowRun(form, toZero(sampler), process, times, begin)
    expect(distance(ended.states.at(-1)!, golden.array(name).slice(-size))).toBeLessThan(1e-9)
    const ref = golden.array(name.replace(/x$/, 'ref'))
    const { mean } = gaps(golden.array(name).slice(-size), ref)
    expect(mean / golden.observed(name.replace(/\/x$/, ''))!).toBeCloseTo(1, 6)
  })

  it.each(cases('flow-matching references').slice(0, 1))('%s is the end of the exact flow', (name) => {
    const process = rectifiedFlow.make(
      withDefaults(rectifiedFlow.params, { kind: 'rectified-flow', tMin: 1e-5, tMax: 0.99999 }),
    )
    // From t = 0.99999: the flow moves x by less than 1e-4 before.
    const exact = exactFlow(form, process, Float64Array.of(0.99999, 1e-5), start)
    expect(gaps(exact.at(-1)!, golden.array(name)).largest).toBeLessThan(1e-3)
  })

  it.each(cases('smalldiffusion'))('%s', (name) => {
    const sigmas = golden.array('smalldiffusion/N20/sigmas')
    const times = sigmas.slice(0, -1)
    const zero = sigmas.at(-1) === 0
    const process = edm.make(
      withDefaults(edm.params, { kind: 'edm', sigmaMin: sigmas.at(-1)! || 1e-4, sigmaMax: sigmas[0]! }),
    )
    const sampler = name.includes('accelerated') ? odeSampler('accelerated') : odeSampler('euler')
    const used = zero ? times : sigmas
    const run = flowRun(form, sampler, process, used, state(name, 0))
    run.states.forEach((found, i) => expect(distance(found, state(name, i))).toBeLessThan(1e-10))
    expect(run.states.length + (zero ? 1 : 0)).toBe(golden.shape(name)[0])
  })
})
