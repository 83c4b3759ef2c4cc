import { expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import type { LabDocument } from '#core/experiment/document'
import { wrongScoreStudy } from '#main/engine/observers/wrong-score'

const document = (score: Record<string, unknown>, more: Record<string, unknown> = {}): LabDocument =>
  parse(
    {
      scorefield: 1,
      experiment: {
        subject: {
          kind: 'generative',
          data: { kind: 'mixture', components: [{ weight: 1, mean: [1], cov: [[0.25]] }] },
          process: { kind: 'vp-linear' },
          score,
          ...more,
        },
      },
      seeds: { data: 1, start: 2, path: 3 },
    },
    catalog,
  )
const studyOf = ({ experiment, seeds }: LabDocument) => wrongScoreStudy(experiment.subject, seeds, {})

/** Means of true and wrong Gaussian data under a constant error at lambda: both stay Gaussian with one variance. */
function closedForm(size: number, lambda: number, end: number): { integral: number; ends: number } {
  const [low, high, parts] = [0, 1, 20000]
  const beta = (t: number): number => 0.1 + t * 19.9
  const whole = (t: number): number => 0.1 * t + 0.5 * 19.9 * t * t
  const variance = (t: number): number => 1 - 0.75 * Math.exp(-whole(t))
  let [shift, energy] = [0, 0]
  const h = (high - Math.max(low, end)) / parts
  for (let k = 0; k < parts; k++) {
    const t = high - (k + 0.5) * h
    energy += 0.5 * beta(t) * size * size * h
    // d shift = [beta / 2 - (1 + lambda^2)/2 beta / v] shift + (1 + lambda^2)/2 beta size, towards the data
    const pull = 0.5 * beta(t) - (0.5 * (1 + lambda ** 2) * beta(t)) / variance(t)
    const drive = 0.5 * (1 + lambda ** 2) * beta(t) * size
    shift = shift * Math.exp(pull * h) + drive * h * Math.exp(0.5 * pull * h)
  }
  return {
    integral: ((1 + lambda ** 2) / (2 * lambda)) ** 2 * energy,
    ends: (0.5 * shift * shift) / variance(end),
  }
}

test('a constant error on Gaussian data costs what the closed form says, on paths and at their ends', () => {
  const costAt = studyOf(document({ kind: 'perturbed', size: 0.3, unit: 'score' }, { start: 'marginal' }))
  for (const lambda of [0.3, 0.6, 1]) {
    const cost = costAt(lambda, true)
    const exact = closedForm(0.3, lambda, cost.end)
    expect(cost.prior).toBe(0)
    expect(cost.integral! / exact.integral).toBeCloseTo(1, 3)
    expect(cost.marginals / exact.ends).toBeCloseTo(1, 1)
    expect(cost.marginals).toBeLessThan(cost.integral!)
    // The third witness knows neither grid nor p_t; its error is about 3 parts in a hundred.
    expect(Math.abs(cost.simulated!.value - exact.integral)).toBeLessThan(4 * cost.simulated!.error)
    expect(cost.simulated!.error).toBeLessThan(0.05 * exact.integral)
  }
  // Planted: the weight of lambda left out is seen by the paths.
  const soft = costAt(0.3, true)
  const dropped = soft.integral! / ((1 + 0.09) / 0.6) ** 2
  expect(Math.abs(soft.simulated!.value - dropped)).toBeGreaterThan(8 * soft.simulated!.error)
})

test('without noise the paths are singular and the ends are not; a start from the prior adds its part', () => {
  const process = { kind: 'vp-linear', betaMax: 4 }
  const score = { kind: 'perturbed', error: 'bump', x: 1, width: 0.5, size: 0.4 }
  const costAt = studyOf(document(score, { process, start: 'prior' }))
  const none = costAt(0, true)
  expect(none.integral).toBeNull()
  expect(none.simulated).toBeNull()
  expect(none.marginals).toBeGreaterThan(0.01)
  expect(none.marginals).toBeLessThan(10)
  const full = costAt(1, false)
  // N(m, v) to N(0, 1)
  const alpha2 = Math.exp(-(0.1 + 0.5 * 3.9))
  const v = 1 - 0.75 * alpha2
  expect(full.prior).toBeCloseTo(0.5 * (v + alpha2 - 1 - Math.log(v)), 4)
  expect(full.marginals).toBeLessThan(full.prior + full.integral!)
})

test('an error of nothing costs nothing anywhere', () => {
  const cost = studyOf(document({ kind: 'perturbed', size: 0 }, { start: 'marginal' }))(0.7, true)
  expect([cost.integral, cost.marginals, cost.simulated!.value]).toEqual([0, 0, 0])
})

test('what has no known error, or no ends on a grid, is refused in a sentence', () => {
  expect(() => studyOf(document({ kind: 'exact' }))).toThrow(
    'experiment.subject.score.kind is "exact", in which no error is known; "perturbed" or "learned" was expected.',
  )
  expect(() =>
    studyOf(
      document({ kind: 'perturbed' }, { dynamics: { kind: 'forward' }, sampler: { kind: 'euler-maruyama' } }),
    ),
  ).toThrow(/dynamics.kind runs from data to noise/)
  expect(() => studyOf(document({ kind: 'perturbed' }, { data: { kind: 'trefoil' } }))).toThrow(
    /data.kind has three dimensions/,
  )
  expect(() => studyOf(document({ kind: 'perturbed' }))(-1, false)).toThrow(/^lambda is not usable/)
})
