import { describe, expect, it } from 'vitest'
import { reverseDynamics } from '#core/dynamics/reverse'
import { betas } from '#core/processes/discrete/betas'
import { discreteProcess } from '#core/processes/discrete/ddpm'
import { spaced } from '#core/processes/grids/timesteps'
import type { Process } from '#core/processes/process'
import { edm } from '#core/processes/variance-exploding'
import { ddim } from '#core/samplers/discrete/ddim'
import { ddpm } from '#core/samplers/discrete/ddpm'
import { endAtZero } from '#core/samplers/end-at-zero'
import type { Sampler } from '#core/samplers/sampler'
import { eulerAncestral } from '#core/samplers/stochastic/ancestral/euler-ancestral'
import { dpmpp2mSde } from '#core/samplers/stochastic/dpmpp/dpmpp-2m-sde'
import { saSolver } from '#core/samplers/stochastic/sa-solver'
import type { MixtureForm } from '#core/scores/score-form'
import { wasmBackend } from '#main/engine/backends/wasm/wasm-backend'
import { aniso3, mix1d } from '#tests/golden/mixtures'
import { casesOf } from '#tests/golden/manifest'
import { distance, readGolden } from '#tests/golden/read-golden'
import { exactFlow } from '#tests/samplers/runs/exact-flow'
import { made } from '#tests/samplers/runs/made'
import { trajectory } from '#tests/samplers/runs/run-sampler'

const beta = betas('linear', 1000, 1e-4, 0.02)
const chain = discreteProcess(beta)

function run(
  form: MixtureForm,
  sampler: Sampler,
  process: Process,
  times: Float64Array,
  start: Float64Array,
  noise: Float64Array,
  make?: typeof wasmBackend,
): Float64Array[] {
  const problem = { process, dynamics: reverseDynamics(process, 1), times }
  const total = start.length / form.dimension
  // A last step at which nothing is drawn finds zeros behind the end.
  const values = new Float64Array(Math.max(noise.length, times.length * start.length))
  values.set(noise)
  return trajectory(form, sampler, problem, start, { kind: 'given', values, total }, make)
}

/** Arrays of the file that belong to deterministic methods, or to their references. */
const elsewhere = /^extra\/(unipc|deis|pndm|dpmpp|fm)|\/accelerated\/x$|^extra.*\/ref$/

describe.each([
  ['c_discrete_mix1d', mix1d],
  ['c_discrete_aniso3', aniso3],
] as const)('discrete samplers in %s', (file, form) => {
  const golden = readGolden(file)
  const named = (pattern: RegExp): string[] => golden.names.filter((name) => pattern.test(name))
  const compare = (
    states: readonly Float64Array[],
    name: string,
    at: (state: number) => number,
    tolerance = 1e-9,
  ): void => {
    const x = golden.array(name)
    const size = states[0]!.length
    states.forEach((state, i) => {
      const row = at(i)
      if (row >= 0)
        expect(distance(state, x.slice(row * size, (row + 1) * size)), `state ${i}`).toBeLessThan(tolerance)
    })
  }
  /** The last state of a run includes the step to no noise. */
  const skipping = (count: number) => (i: number) => (i === count - 1 ? count : i)

  it('has their alpha_bar', () =>
    expect(distance(chain.discrete.alphaBar, golden.array('alphas_cumprod'))).toBeLessThan(1e-14))

  it.each(named(/^(ddpm|ddim)\/.*\/timesteps$/))('%s', (name) => {
    const steps = golden.array(name)
    expect([...spaced(name.includes('leading') ? 'leading' : 'trailing', 1000, steps.length)]).toEqual([
      ...steps,
    ])
  })

  it.each(named(/^ddpm\/.*\/x$/))('%s', (name) => {
    const [, kind = '', n = ''] = name.split('/')
    const times = golden.array(name.replace(/x$/, 'timesteps'))
    const [rows = 0, count = 0, d = 0] = golden.shape(name)
    const start = golden.array('x_T').slice(0, count * d)
    const noise = golden.array(`noise/${n}`)
    // noise/N1000 holds 8 particles, noise/N50 all.
    const sampler = endAtZero(made(ddpm, { variance: kind === 'fixed_large' ? 'forward' : 'posterior' }))
    const states = run(form, sampler, chain, times, start, noise)
    const every = times.length / (rows - 1)
    // Theirs draws unless t is 0, so with the large variance a trailing grid ends by adding noise to the sample; here
    // the step to no noise adds none. The difference is that noise and nothing else.
    const last = chain.sigma(times.at(-1)!)
    if (kind === 'fixed_large' && times.at(-1) !== 0) {
      const drawn = noise.slice((times.length - 1) * count * d)
      states[states.length - 1] = states.at(-1)!.map((value, i) => value + last * drawn[i]!)
    }
    compare(states, name, (i) => {
      const at = skipping(times.length)(i)
      return at % every === 0 ? at / every : -1
    })
  })

  it.each(named(/^ddim\/.*\/x$/))('%s', (name) => {
    const eta = Number(/eta([\d.]+)/.exec(name)![1])
    const times = golden.array(name.replace(/x$/, 'timesteps'))
    const noise = golden.array('noise/N50')
    const plain = made(ddim, { eta })
    // Without the last alpha_bar of 1 their last step goes from timestep 0 to timestep 0: nothing happens in it.
    const stays = name.includes('alpha_one_False')
    const states = run(form, stays ? plain : endAtZero(plain), chain, times, golden.array('x_T'), noise)
    compare(states, name, stays ? (i) => i : skipping(times.length))
    if (stays) compare([states.at(-1)!], name, () => times.length)
    const single = run(
      form,
      stays ? plain : endAtZero(plain),
      chain,
      times,
      golden.array('x_T'),
      noise,
      wasmBackend,
    )
    compare(single, name, stays ? (i) => i : skipping(times.length), 2e-5)
  })

  it.each(casesOf('DDIM references', file, golden.names))('%s is the end of the exact flow', (name) => {
    const first = golden.array(name.replace(/ref$/, 'timesteps'))[0]!
    const [from, to] = [chain.sigma(first) / chain.alpha(first), chain.sigma(0) / chain.alpha(0)]
    // Below 1e-4 the flow moves x by less than 1e-7.
    const stays = name.includes('alpha_one_False')
    const end = stays ? to : 1e-4
    const levels = made(edm, { sigmaMin: 1e-4, sigmaMax: 1000 })
    const scaled = golden.array('x_T').map((v) => v / chain.alpha(first))
    const exact = exactFlow(form, levels, Float64Array.of(from, end), scaled).at(-1)!
    const back = stays ? exact.map((v) => v * chain.alpha(0)) : exact
    expect(distance(back, golden.array(name))).toBeLessThan(stays ? 1e-9 : 1e-6)
  })

  it.each(named(/^smalldiffusion\/.*\/(ddim|ddpm)\/x$/))('%s', (name) => {
    const sigmas = golden.array('smalldiffusion/N20/sigmas')
    const process = made(edm, { sigmaMin: sigmas.at(-1)!, sigmaMax: sigmas[0]! })
    const x = golden.array(name)
    const size = golden.array('x_T').length
    const sampler = name.includes('ddpm') ? made(eulerAncestral) : made(ddim, { eta: 0 })
    const noise = golden.array('smalldiffusion/N20/noise')
    const states = run(form, sampler, process, sigmas, x.slice(0, size), noise)
    // The last of their steps goes to the last level above 0.
    compare(states, name, (i) => i)
  })

  it.each(named(/^extra\/sde_dpmpp_2m\/.*\/x$/))('%s', (name) => {
    const times = golden.array(name.replace(/x$/, 'timesteps'))
    const noise = golden.array(name.replace(/x$/, 'noise'))
    const states = run(form, endAtZero(made(dpmpp2mSde)), chain, times, golden.array('x_T'), noise)
    compare(states, name, skipping(times.length))
  })

  it.each(named(/^extra\/sa_solver\/.*\/x$/))('%s', (name) => {
    const visited = golden.array(name.replace(/x$/, 'timesteps'))
    const noise = golden.array(name.replace(/x$/, 'noise'))
    const times = Float64Array.of(...visited, 0)
    const states = run(form, made(saSolver), chain, times, golden.array('x_T'), noise)
    compare(states, name, (i) => i)
  })

  it('prints what it leaves to others', () => {
    const unused = named(elsewhere).filter((name) => /\/(x|ref)$/.test(name))
    console.log(
      `${file}: not compared here: ${unused.join(', ')} (methods without noise, and exact end points)`,
    )
    const known =
      /^x_T$|^alphas_cumprod$|^noise\/|^(ddpm|ddim)\/.*\/(x|timesteps|ref)$|^smalldiffusion\/N20\/(sigmas|noise|(ddim|ddpm)\/x)$|^extra\/(sde_dpmpp_2m|sa_solver)\//
    expect(golden.names.filter((name) => !known.test(name) && !elsewhere.test(name))).toEqual([])
  })
})
