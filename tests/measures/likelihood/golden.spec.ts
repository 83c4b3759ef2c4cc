import { afterAll, describe, expect, test } from 'vitest'
import { logLikelihood } from '#core/measures/likelihood/log-likelihood'
import { withDefaults } from '#core/params/defaults'
import type { Process } from '#core/processes/process'
import { subVp } from '#core/processes/sub-vp'
import { ve } from '#core/processes/variance-exploding'
import { vpLinear } from '#core/processes/vp-linear'
import { mixtureScore } from '#core/scores/mixture-score'
import { aniso3, mix1d, ring8 } from '#tests/golden/mixtures'
import { distance, readGolden } from '#tests/golden/read-golden'

const golden = readGolden('d_likelihood_marginals_pc')
const forms = { mix1d, ring8, aniso3 } as const
// The arrays begin at t = 1e-5.
const make = (process: Process): Process => ({ ...process, tMin: 1e-5 })
const processes: Record<string, Process> = {
  'vp_0.1_20': make(vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' }))),
  've_0.01_50': make(ve.make(withDefaults(ve.params, { kind: 've' }))),
  'subvp_0.1_20': make(subVp.make(withDefaults(subVp.params, { kind: 'sub-vp' }))),
}
const tolerance = 1e-7
const gaps: Record<string, number> = {}
const used = new Set<string>()

describe.each(Object.keys(forms) as (keyof typeof forms)[])('likelihood of %s', (data) => {
  const score = mixtureScore(forms[data])
  const d = score.dimension
  used.add(`${data}/x`)
  const x = golden.array(`${data}/x`)
  test.each(Object.keys(processes))('%s', (name) => {
    const process = processes[name]!
    const held = (array: string, value: ArrayLike<number>): void => {
      used.add(`${data}/${name}/${array}`)
      const gap = distance(value, golden.array(`${data}/${name}/${array}`))
      gaps[array] = Math.max(gaps[array] ?? 0, gap)
      expect(gap, array).toBeLessThan(tolerance)
    }
    held('alpha_sigma_eps', [process.alpha(1e-5), process.sigma(1e-5), process.alpha(1), process.sigma(1)])
    const found = logLikelihood(process, score, x)
    held('latent', found.latent)
    held('delta_logp', found.change)
    // That code's prior is N(0, sigma_T^2) for VE and N(0, 1) for the others.
    held('logp_prior', found.withPrior)
    held('logp_exact_prior', found.withMarginal)
    const logs = new Float64Array(x.length / d)
    score.at(process.alpha(1e-5), process.sigma(1e-5)).logDensity(logs, x, logs.length)
    held('logp_analytic', logs)
    expect(distance(found.withMarginal, logs)).toBeLessThan(tolerance)
    score.at(1, 1e-12).logDensity(logs, x, logs.length)
    held('logp_analytic_t0', logs)
    // The Gaussian prior in place of the true density is wrong by what the arrays' README states.
    const worst = Math.max(...found.withPrior.map((value, i) => Math.abs(value - found.withMarginal[i]!)))
    expect(worst).toBeGreaterThan(1e-3)
    expect(worst).toBeLessThan(0.1)
  })
})

afterAll(() => {
  const wanted = golden.names.filter((name) => /^(mix1d|ring8|aniso3)\//.test(name))
  console.log(
    `likelihood: ${used.size} of ${wanted.length} arrays; largest gaps ${Object.entries(gaps)
      .map(([name, gap]) => `${name} ${gap.toExponential(1)}`)
      .join(', ')}. marginals/* and pc/* belong to the processes and samplers.`,
  )
  expect(wanted.filter((name) => !used.has(name))).toEqual([])
})
