import { describe, expect, it } from 'vitest'
import { reverseDynamics } from '#core/dynamics/reverse'
import { iddpm } from '#core/processes/grids/iddpm'
import * as noiseGrids from '#core/processes/grids/in-noise'
import { edm } from '#core/processes/variance-exploding'
import type { Sampler } from '#core/samplers/sampler'
import { churned } from '#core/samplers/stochastic/karras/churn'
import { edmAblation } from '#core/samplers/stochastic/karras/edm-ablation'
import { edmStochastic } from '#core/samplers/stochastic/karras/edm-stochastic'
import type { MixtureForm } from '#core/scores/score-form'
import { mix1d, ring8 } from '#tests/golden/mixtures'
import { distance, readGolden } from '#tests/golden/read-golden'
import { made } from '#tests/samplers/runs/made'
import { trajectory } from '#tests/samplers/runs/run-sampler'

/** The states of a run over the levels above 0 of EDM's process, and the last of them at sigma = 0. */
function run(
  form: MixtureForm,
  sampler: Sampler,
  levels: Float64Array,
  start: Float64Array,
  noise: Float64Array,
): Float64Array[] {
  const process = made(edm, { sigmaMin: levels.at(-1)!, sigmaMax: levels[0]! })
  const problem = { process, dynamics: reverseDynamics(process, 1), times: levels }
  return trajectory(form, sampler.toZero!, problem, start, {
    kind: 'given',
    values: noise,
    total: start.length / form.dimension,
  })
}

describe.each([
  ['b_edm_mix1d', mix1d],
  ['b_edm_ring8', ring8],
] as const)('EDM’s samplers in %s', (file, form) => {
  const golden = readGolden(file)
  const latents = golden.array('latents')
  const named = (pattern: RegExp): string[] => golden.names.filter((name) => pattern.test(name))
  const scaled = (by: number): Float64Array => latents.map((value) => value * by)

  it.each(named(/^edm_sampler\/.*\/x$/))('%s', (name) => {
    const levels = golden.array(name.replace(/x$/, 't_steps')).slice(0, -1)
    const x = golden.array(name)
    const n = latents.length
    const states = run(
      form,
      made(edmStochastic, { churn: 0 }),
      levels,
      scaled(levels[0]!),
      new Float64Array(),
    )
    states.forEach((state, i) => {
      const at = i === states.length - 1 ? i + 1 : i
      expect(distance(state, x.slice(at * n, (at + 1) * n))).toBeLessThan(1e-10)
    })
  })

  it.each([
    ['edm_churn/N18_churn40_0.05_50_noise1.003', 40, 0.05, 50, 1.003],
    ['edm_churn/N16_churn10_0_inf_noise1', 10, 0, Infinity, 1],
  ] as const)('%s', (name, churn, churnFrom, churnTo, noiseScale) => {
    const noise = golden.array(`${name}/noise`)
    const tHat = golden.array(`${name}/t_hat`)
    const settings = { churn, churnFrom, churnTo, noiseScale }
    const count = tHat.length
    const process = made(edm, { sigmaMin: 0.002, sigmaMax: 80 })
    const levels = made(noiseGrids.karras, { steps: count - 1 }).times(process)
    levels.forEach((t, i) => expect(distance([churned(t, settings, count)], [tHat[i]!])).toBeLessThan(1e-13))
    const states = run(form, made(edmStochastic, settings), levels, scaled(80), noise)
    const n = latents.length
    const hats = golden.array(`${name}/x_hat`)
    states.slice(0, -1).forEach((state, i) => {
      const up = Math.sqrt(churned(levels[i]!, settings, count) ** 2 - levels[i]! ** 2) * noiseScale
      const hat = state.map((value, j) => value + up * noise[i * n + j]!)
      expect(distance(hat, hats.slice(i * n, (i + 1) * n)), `x_hat ${i}`).toBeLessThan(1e-10)
    })
    expect(distance(states.at(-1)!, golden.array(`${name}/x`))).toBeLessThan(1e-10)
  })

  it.each(named(/^ablation\/.*\/x$/))('%s', (name) => {
    const [, variable = '', scaling = '', alpha = ''] = /sched-(\w+)_scal-(\w+)_alpha([\d.]+)/.exec(name)!
    const levels = golden.array(name.replace(/x$/, 'sigma'))
    // The name has six digits of 2/3.
    const stage = alpha.startsWith('0.66') ? 2 / 3 : Number(alpha)
    const solver = name.includes('euler') ? 'euler' : 'heun'
    const sampler = made(edmAblation, { variable, scaling, alpha: stage, solver })
    const netIn = golden.array(name.replace(/x$/, 'net_in'))
    const n = latents.length
    // Theirs starts from latents times the scale s and the level, so x / s is latents times the level.
    const states = run(form, sampler, levels, scaled(levels[0]!), new Float64Array())
    states
      .slice(0, -1)
      .forEach((state, i) =>
        expect(distance(state, netIn.slice(i * n, (i + 1) * n)), `step ${i}`).toBeLessThan(1e-9),
      )
    expect(distance(states.at(-1)!, golden.array(name))).toBeLessThan(1e-9)
  })

  it.each([
    ['ve', made(noiseGrids.logSnr, { steps: 15 }), 0.02, 100],
    ['vp', made(noiseGrids.vpTimes, { steps: 15 }), NaN, NaN],
    ['iddpm', made(iddpm, { steps: 15 }), 0.002, 81],
    ['edm', made(noiseGrids.karras, { steps: 15 }), 0.002, 80],
  ] as const)('time steps of %s', (disc, grid, low, high) => {
    const sigma = golden.array(named(new RegExp(`^ablation/.*_disc-${disc}_.*/sigma$`))[0]!)
    const process = made(edm, {
      sigmaMin: Number.isNaN(low) ? sigma.at(-1)! : low,
      sigmaMax: Number.isNaN(high) ? sigma[0]! : high,
    })
    grid.times(process).forEach((t, i) => expect(Math.abs(t / sigma[i]! - 1)).toBeLessThan(1e-9))
  })

  it('uses every array but the references', () => {
    const unused = golden.names.filter((name) => /\/ref$/.test(name))
    console.log(`${file}: not compared here: ${unused.join(', ')} (the exact end points, for convergence)`)
    const known =
      /^latents$|^edm_sampler\/.*\/(x|t_steps|ref)$|^edm_churn\/.*\/(noise|x|x_hat|t_hat)$|^ablation\/.*\/(net_in|sigma|x)$/
    expect(golden.names.filter((name) => !known.test(name))).toEqual([])
  })
})
