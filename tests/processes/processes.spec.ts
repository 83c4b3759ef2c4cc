import { describe, expect, it } from 'vitest'
import { catalog } from '#core/catalog/index'
import { withDefaults } from '#core/params/defaults'
import { Invalid } from '#core/params/invalid'
import type { Choice } from '#core/params/param'
import type { Process } from '#core/processes/process'
import { betas, cumulative } from '#core/processes/discrete/betas'
import { distance, readGolden } from '#tests/golden/read-golden'

function process(choice: Choice): Process {
  const found = catalog.process.find((entry) => entry.kind === choice.kind)
  if (found === undefined) throw new Error(`no process ${choice.kind}`)
  return found.make(withDefaults(found.params, choice))
}

/** Times strictly inside the domain. */
const inside = (p: Process): number[] =>
  [0.02, 0.1, 0.3, 0.47, 0.7, 0.9, 0.98].map((u) => p.tMin + u * (p.tMax - p.tMin))

describe.each(catalog.process.map((entry) => entry.kind))('process %s', (kind) => {
  const p = process({ kind })

  it("satisfies f = d log alpha/dt and g^2 = 2 sigma sigma' - 2 f sigma^2", () => {
    for (const t of inside(p)) {
      const h = 1e-5 * (p.tMax - p.tMin)
      // Fourth-order central differences; 1e-7 is their error here, far below a wrong factor.
      const rate = (f: (t: number) => number): number =>
        (8 * (f(t + h) - f(t - h)) - (f(t + 2 * h) - f(t - 2 * h))) / (12 * h)
      const f = rate((s) => Math.log(p.alpha(s)))
      const g2 = rate((s) => p.sigma(s) ** 2) - 2 * f * p.sigma(t) ** 2
      expect(Math.abs(p.f(t) - f)).toBeLessThan(1e-6 * Math.max(1, Math.abs(f)))
      expect(Math.abs(p.g2(t) - g2)).toBeLessThan(1e-6 * Math.max(1, g2))
    }
  })

  it('is finite at both ends, with a falling log-SNR that can be inverted', () => {
    let last = Infinity
    for (const t of [p.tMin, ...inside(p), p.tMax]) {
      for (const value of [p.alpha(t), p.sigma(t), p.f(t), p.g2(t), p.logSnr(t)])
        expect(Number.isFinite(value)).toBe(true)
      expect(p.sigma(t)).toBeGreaterThan(0)
      expect(p.logSnr(t)).toBeLessThan(last)
      expect(p.logSnr(t)).toBeCloseTo(2 * Math.log(p.alpha(t) / p.sigma(t)), 10)
      last = p.logSnr(t)
      expect(Math.abs(p.logSnr(p.tFromLogSnr(p.logSnr(t))) - p.logSnr(t))).toBeLessThan(1e-9)
    }
    expect([p.tFromLogSnr(1e9), p.tFromLogSnr(-1e9)]).toEqual([p.tMin, p.tMax])
  })
})

describe('processes against reference marginals', () => {
  const golden = readGolden('d_likelihood_marginals_pc')
  const t = golden.array('marginals/t')
  const cases = [
    ['vp_0.1_20', { kind: 'vp-linear' }],
    ['ve_0.01_50', { kind: 've' }],
    ['subvp_0.1_20', { kind: 'sub-vp' }],
  ] as const
  it.each(cases)('%s', (name, choice) => {
    const p = process(choice)
    const column = (field: string): Float64Array => golden.array(`marginals/${name}/${field}`)
    expect(
      distance(
        t.map((s) => p.alpha(s)),
        column('alpha'),
      ),
    ).toBeLessThan(1e-9)
    expect(
      distance(
        t.map((s) => p.sigma(s)),
        column('std'),
      ),
    ).toBeLessThan(1e-9)
    expect(
      distance(
        t.map((s) => p.f(s)),
        column('drift_coef'),
      ),
    ).toBeLessThan(1e-9)
    expect(
      distance(
        t.map((s) => Math.sqrt(p.g2(s))),
        column('diffusion'),
      ),
    ).toBeLessThan(1e-9)
  })

  it('the discrete cosine chain', () => {
    const beta = betas('cosine', 1000, NaN, NaN)
    expect(distance(beta, golden.array('marginals/cosine_diffusers_N1000/betas'))).toBeLessThan(1e-14)
    expect(
      distance(cumulative(beta).alphaBar, golden.array('marginals/cosine_diffusers_N1000/alphas_cumprod')),
    ).toBeLessThan(1e-14)
  })

  it('cosine', () => {
    const p = process({ kind: 'vp-cosine' })
    expect(
      distance(
        t.map((s) => p.alpha(s)),
        golden.array('marginals/cosine_s0.008/alpha'),
      ),
    ).toBeLessThan(1e-9)
    expect(
      distance(
        t.map((s) => p.sigma(s)),
        golden.array('marginals/cosine_s0.008/std'),
      ),
    ).toBeLessThan(1e-9)
  })
})

describe('what a process refuses', () => {
  it('rates and noise levels in the wrong order', () => {
    expect(() => process({ kind: 'vp-linear', betaMin: 20, betaMax: 1 })).toThrow(
      /betaMin is 20; a number below betaMax \(1\)/,
    )
    expect(() => process({ kind: 've', sigmaMin: 5, sigmaMax: 1 })).toThrow(Invalid)
  })

  it('a table that does not rise', () => {
    expect(() =>
      process({
        kind: 'sigma-table',
        table: [
          [0, 0.1],
          [1, 0.05],
        ],
      }),
    ).toThrow(/table.1 does not rise/)
    expect(() =>
      process({
        kind: 'sigma-table',
        table: [
          [0, 0],
          [1, 1],
        ],
      }),
    ).toThrow(/table.0 has the noise level 0/)
  })
})
