import { describe, expect, it } from 'vitest'
import { mixtureScore } from '#core/scores/mixture-score'
import { aniso3, mix1d, ring8 } from '#tests/golden/mixtures'
import { distance, readGolden } from '#tests/golden/read-golden'

const golden = readGolden('j_mixture_fields')
const forms = { mix1d, ring8, aniso3 } as const

describe('mixture score against reference fields', () => {
  const cases = golden.names.filter((name) => name.endsWith('/score'))
  it.each(cases)('%s', (name) => {
    const [which = '', level = ''] = name.split('/')
    const [, alpha = '', sigma = ''] = /alpha([\d.]+)_sigma([\d.]+)/.exec(level) ?? []
    // The file rounds the noise level in its name; 0.994987 stands for sqrt(1 - 0.1^2).
    const exactSigma = sigma === '0.994987' ? Math.sqrt(1 - 0.01) : Number(sigma)
    const form = forms[which as keyof typeof forms]
    const x = golden.array(`${which}/${level}/x`)
    const n = x.length / form.dimension
    const density = mixtureScore(form).at(Number(alpha), exactSigma)
    const score = new Float64Array(x.length)
    const logp = new Float64Array(n)
    density.score(score, x, n)
    density.logDensity(logp, x, n)
    expect(distance(score, golden.array(name))).toBeLessThan(1e-10)
    expect(distance(logp, golden.array(`${which}/${level}/logp`))).toBeLessThan(1e-10)
  })

  it('stays finite very far out, where every term underflows', () => {
    const score = new Float64Array(2)
    mixtureScore(ring8).at(1, 0.01).score(score, Float64Array.of(400, 300), 1)
    // Nearest mean is (2.83, 2.83); the pull is (mean - x) / (0.09 + 1e-4).
    expect(score[0]! / ((4 * Math.SQRT1_2 - 400) / 0.0901)).toBeCloseTo(1, 9)
    expect(Number.isFinite(score[1]!)).toBe(true)
  })
})
