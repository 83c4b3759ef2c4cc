import katex from 'katex'
import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { forwardDynamics } from '#core/dynamics/forward'
import { hybridDynamics } from '#core/dynamics/hybrid'
import { reverseDynamics } from '#core/dynamics/reverse'
import { rotatedDynamics } from '#core/dynamics/rotated'
import { withDefaults } from '#core/params/defaults'
import { vpLinear } from '#core/processes/vp-linear'

const vp = vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' }))
const equationOf = (kind: string, params: object = {}): string | undefined => {
  const entry = catalog.sampler.find((line) => line.kind === kind)!
  return entry.make(withDefaults(entry.params, { kind, ...params })).equation
}
/** What is drawn, or an error where it is no TeX */
const drawn = (tex: string): string =>
  katex.renderToString(tex, { throwOnError: true, trust: true, strict: false, displayMode: true })
const terms = (tex: string): string[] =>
  ['drift', 'score', 'noise'].filter((term) => drawn(tex).includes(`term-${term}`))

describe('what the stage says a step does', () => {
  test.each(catalog.sampler.map(({ kind, capabilities }) => [kind, capabilities?.equation] as const))(
    '%s: the dynamics as written, or a line of its own that can be drawn',
    (kind, solves) => {
      const own = equationOf(kind)
      if (solves !== 'own') return expect(own).toBeUndefined()
      expect(terms(own!)).toContain('score')
      // The ablation's default has no churn, so it brings no noise.
      expect(terms(own!).includes('noise')).toBe(kind !== 'edm-ablation')
    },
  )

  test('follows the parameters that take the noise away or change its size', () => {
    for (const [kind, params] of [
      ['euler-ancestral', { eta: 0 }],
      ['dpmpp-sde', { eta: 0 }],
      ['dpmpp-2m-sde', { eta: 0 }],
      ['sa-solver', { tau: 0 }],
      ['ddim', { eta: 0 }],
      ['edm-stochastic', { churn: 0 }],
    ] as const) {
      expect(terms(equationOf(kind)!)).toContain('noise')
      expect(terms(equationOf(kind, params)!)).not.toContain('noise')
    }
    expect(equationOf('ddpm', { variance: 'forward' })).not.toBe(
      equationOf('ddpm', { variance: 'posterior' }),
    )
    for (const predictor of ['ancestral', 'euler-maruyama', 'reverse-diffusion', 'none'])
      expect(terms(equationOf('predictor-corrector', { predictor })!)).toContain('score')
    expect(equationOf('edm-ablation', { churn: 40 })).toContain('\\hat\\rho')
  })

  test('dynamics: noise where there is some, and a strength that depends on time where it does', () => {
    expect(terms(reverseDynamics(vp, 1).equation)).toEqual(['drift', 'score', 'noise'])
    expect(terms(reverseDynamics(vp, 0).equation)).toEqual(['drift', 'score'])
    expect(terms(forwardDynamics(vp).equation)).toEqual(['drift', 'noise'])
    expect(hybridDynamics(vp, 1, 0).equation).toContain('\\lambda_t')
    expect(terms(hybridDynamics(vp, 1, 0).equation)).toEqual(['drift', 'score', 'noise'])
    expect(terms(hybridDynamics(vp, 1, -20).equation)).toEqual(['drift', 'score'])
    expect(terms(rotatedDynamics(vp, 0, 1).equation)).toEqual(['drift', 'score'])
  })
})
