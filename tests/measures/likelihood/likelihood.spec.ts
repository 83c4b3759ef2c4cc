import { describe, expect, test } from 'vitest'
import { alongFlow } from '#core/measures/likelihood/along-flow'
import { eulerChange } from '#core/measures/likelihood/discrete-change'
import { flowIdentity } from '#core/measures/likelihood/flow-identity'
import { logLikelihood } from '#core/measures/likelihood/log-likelihood'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { withDefaults } from '#core/params/defaults'
import type { Process } from '#core/processes/process'
import { rectifiedFlow } from '#core/processes/rectified-flow'
import { subVp } from '#core/processes/sub-vp'
import { edm, ve } from '#core/processes/variance-exploding'
import { vpCosine } from '#core/processes/vp-cosine'
import { vpLinear } from '#core/processes/vp-linear'
import { mixtureScore } from '#core/scores/mixture-score'
import type { ScoreModel } from '#core/scores/score-model'
import { aniso3, mix1d, ring8 } from '#tests/golden/mixtures'
import { distance, readGolden } from '#tests/golden/read-golden'

const processes: [string, Process][] = [vpLinear, vpCosine, ve, subVp, edm, rectifiedFlow].map((entry) => [
  entry.kind,
  entry.make(withDefaults(entry.params, { kind: entry.kind })),
])
const vp = processes[0]![1]

/** Points of p_t: data-like and wider. */
function pointsAt(process: Process, t: number, n: number, d: number): Float64Array {
  const x = new Float64Array(n * d)
  fillNormals(x, d, 5, 0, streams.start, 0)
  return x.map((z) => z * Math.hypot(2 * process.alpha(t), process.sigma(t)))
}

/** A score of which only the values are known. */
function withoutHessian(score: ScoreModel): ScoreModel {
  return {
    ...score,
    at(alpha, sigma) {
      const level = score.at(alpha, sigma)
      return {
        score: (out, x, n) => level.score(out, x, n),
        logDensity: (out, x, n) => level.logDensity(out, x, n),
      }
    },
  }
}

describe('the Hessian of the log density', () => {
  const golden = readGolden('j_mixture_fields')
  const forms = { mix1d, ring8, aniso3 } as const
  test.each(golden.names.filter((name) => name.endsWith('/hessian_logp')))('%s', (name) => {
    const [which = '', level = ''] = name.split('/')
    const [, alpha = '', sigma = ''] = /alpha([\d.]+)_sigma([\d.]+)/.exec(level) ?? []
    const density = mixtureScore(forms[which as keyof typeof forms]).at(
      Number(alpha),
      sigma === '0.994987' ? Math.sqrt(1 - 0.01) : Number(sigma),
    )
    const x = golden.array(`${which}/${level}/x`)
    const expected = golden.array(name)
    const found = new Float64Array(expected.length)
    const n = x.length / forms[which as keyof typeof forms].dimension
    density.hessian?.(found, x, n)
    expect(distance(found, expected)).toBeLessThan(1e-10)
    const trace = new Float64Array(n)
    density.divergence?.(trace, x, n)
    expect(distance(trace, golden.array(`${which}/${level}/laplacian_logp`))).toBeLessThan(1e-10)
  })
})

describe('the identity -div F = F . grad log p + d/dt log p', () => {
  test.each(processes)('%s', (_, process) => {
    for (const form of [mix1d, aniso3]) {
      const score = mixtureScore(form)
      for (const part of [0.02, 0.3, 0.7]) {
        const t = process.tMin + part * (process.tMax - process.tMin)
        const { residual, scale } = flowIdentity(process, score, t, pointsAt(process, t, 50, form.dimension))
        expect(Math.max(...residual.map(Math.abs)) / scale).toBeLessThan(3e-8)
      }
    }
  })

  test('fails for a flow that moves with the conditional mean, and for a dropped factor 1/2', () => {
    const score = mixtureScore(aniso3)
    const x = pointsAt(vp, 0.3, 50, 2)
    const wrong: Process[] = [
      { ...vp, g2: (t) => 2 * vp.g2(t) },
      { ...vp, g2: () => 0 },
    ]
    for (const process of wrong) {
      const { residual, scale } = flowIdentity(process, score, 0.3, x)
      expect(Math.max(...residual.map(Math.abs)) / scale).toBeGreaterThan(0.01)
    }
  })
})

describe('log likelihood', () => {
  const score = mixtureScore(aniso3)
  const x = pointsAt(vp, vp.tMin, 24, 2)
  const exact = logLikelihood(vp, score, x)

  test('a score without a Hessian gives the same through differences', () => {
    const found = logLikelihood(vp, withoutHessian(score), x, { tolerance: 1e-8 })
    expect(distance(found.withMarginal, exact.withMarginal)).toBeLessThan(1e-5)
  })

  test("Hutchinson's estimate is within its spread, which is not 0, and exact in one dimension", () => {
    const found = logLikelihood(vp, withoutHessian(score), x, {
      tolerance: 1e-7,
      hutchinson: { probes: 32, seed: 3 },
    })
    const z = found.change.map((value, i) => (value - exact.change[i]!) / found.spread[i]!)
    expect(Math.sqrt(z.reduce((sum, v) => sum + v * v, 0) / z.length)).toBeLessThan(1.6)
    expect(Math.sqrt(z.reduce((sum, v) => sum + v * v, 0) / z.length)).toBeGreaterThan(0.5)
    const line = mixtureScore(mix1d)
    const points = pointsAt(vp, vp.tMin, 10, 1)
    const one = logLikelihood(vp, line, points, { tolerance: 1e-8, hutchinson: { probes: 2, seed: 1 } })
    expect(distance(one.change, logLikelihood(vp, line, points).change)).toBeLessThan(1e-5)
  })

  test('a dropped factor 1/2 in the divergence would be seen', () => {
    const wrong: Process = { ...vp, g2: (t) => 2 * vp.g2(t) }
    const logs = new Float64Array(24)
    score.at(vp.alpha(vp.tMin), vp.sigma(vp.tMin)).logDensity(logs, x, 24)
    expect(distance(exact.withMarginal, logs)).toBeLessThan(1e-7)
    expect(distance(logLikelihood(wrong, score, x).withMarginal, logs)).toBeGreaterThan(0.1)
  })

  test("the log-determinants of Euler's steps tend to the integral, with order 1", () => {
    const gap = (steps: number): number => {
      const times = Float64Array.from(
        { length: steps + 1 },
        (_, i) => vp.tMin + (vp.tMax - vp.tMin) * (i / steps) ** 2,
      )
      const { sums } = eulerChange(vp, score, x, times)
      return Math.sqrt(sums.at(-1)!.reduce((sum, v, i) => sum + (v - exact.change[i]!) ** 2, 0) / 24)
    }
    const errors = [200, 400, 800, 1600].map(gap)
    expect(Math.abs(Math.log2(errors[2]! / errors[3]!) - 1)).toBeLessThan(0.15)
    expect(errors[3]).toBeLessThan(0.1)
  })
})

test('along a trajectory all ways agree at their accuracy', () => {
  const score = mixtureScore(aniso3)
  const steps = 800
  const times = Float64Array.from(
    { length: steps + 1 },
    (_, i) => vp.tMin + (vp.tMax - vp.tMin) * (1 - i / steps) ** 2,
  )
  const found = alongFlow(vp, score, times, Float64Array.of(0.4, -1.1), 32, 7)
  expect(found.path.length).toBe(2 * (steps + 1))
  expect(distance(found.integral, found.exact)).toBeLessThan(1e-7)
  const end = steps
  expect(Math.abs(found.estimate[end]! - found.exact[end]!)).toBeLessThan(
    4 * found.estimateError[end]! + 1e-5,
  )
  expect(found.estimateError[end]).toBeGreaterThan(1e-3)
  expect(Math.abs(found.discrete[end]! - found.exact[end]!)).toBeLessThan(0.1)
  expect(found.discrete[end]).not.toBe(found.exact[end])
  expect(Math.abs(found.priorGap)).toBeLessThan(0.05)
})
