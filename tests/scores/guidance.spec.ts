import { afterAll, describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { conditionalForm } from '#core/distributions/conditional'
import { distributionFromMixture } from '#core/distributions/from-mixture'
import { dop853 } from '#core/numeric/dop853'
import { withDefaults } from '#core/params/defaults'
import { Invalid } from '#core/params/invalid'
import type { Process } from '#core/processes/process'
import { vpLinear } from '#core/processes/vp-linear'
import { exact } from '#core/scores/exact'
import { type Guidance, guidedScore } from '#core/scores/guided-score'
import { guided } from '#core/scores/guided'
import { mixtureClassifier } from '#core/scores/mixture-classifier'
import { mixtureScore } from '#core/scores/mixture-score'
import type { ScoreModel } from '#core/scores/score-model'
import { aniso3, ring8 } from '#tests/golden/mixtures'
import { distance, readGolden } from '#tests/golden/read-golden'

const golden = readGolden('i_guidance')
const used = new Set<string>()
const array = (name: string): Float64Array => {
  used.add(name)
  return golden.array(name)
}
const vp: Process = {
  ...vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' })),
  tMin: 1e-3,
}
const labels = array('labels')
const start = array('x_T')

const scoreFor = (label: number, weight: number, method: Guidance['method']): ScoreModel =>
  guidedScore(ring8, conditionalForm(ring8, label)!, { label, weight, method, low: -30, high: 30 })

/** Runs a solver for the particles of each label and puts the results [states][n, 2] together. */
function byLabel(run: (label: number, x: Float64Array) => Float64Array[]): Float64Array[] {
  const states: Float64Array[] = []
  for (const label of new Set(labels)) {
    const rows = Array.from(labels.keys()).filter((i) => labels[i] === label)
    const x = Float64Array.from(rows.flatMap((i) => [start[2 * i]!, start[2 * i + 1]!]))
    run(label, x).forEach((state, step) => {
      states[step] ??= new Float64Array(start.length)
      rows.forEach((i, row) => states[step]!.set(state.subarray(2 * row, 2 * row + 2), 2 * i))
    })
  }
  return states
}

/** DPM-Solver++(2M) (Lu et al. 2022, algorithm 2) over even steps of log-SNR, the data predicted from the score. */
function secondOrderMultistep(score: ScoreModel, x: Float64Array, steps: number): Float64Array[] {
  const lambda = (t: number): number => 0.5 * vp.logSnr(t)
  const from = lambda(vp.tMax)
  const times = Array.from({ length: steps + 1 }, (_, i) =>
    i === 0
      ? vp.tMax
      : i === steps
        ? vp.tMin
        : vp.tFromLogSnr(2 * (from + ((lambda(vp.tMin) - from) * i) / steps)),
  )
  const states = [x.slice()]
  let before: { data: Float64Array; h: number } | null = null
  for (let i = 0; i < steps; i++) {
    const [s, t] = [times[i]!, times[i + 1]!]
    const now = states[i]!
    const data = new Float64Array(x.length)
    score.at(vp.alpha(s), vp.sigma(s)).score(data, now, x.length / 2)
    for (let j = 0; j < x.length; j++) data[j] = (now[j]! + vp.sigma(s) ** 2 * data[j]!) / vp.alpha(s)
    const h = lambda(t) - lambda(s)
    const phi = Math.expm1(-h)
    states.push(
      now.map((value, j) => {
        const first = data[j]!
        const slope = before === null ? 0 : ((first - before.data[j]!) * h) / before.h
        return (vp.sigma(t) / vp.sigma(s)) * value - vp.alpha(t) * phi * (first + 0.5 * slope)
      }),
    )
    before = { data, h }
  }
  return states
}

describe('guided runs of the DPM-Solver code', () => {
  test.each(golden.names.filter((name) => /^cfg\/w\d\/N\d+\/x$/.test(name)))('%s', (name) => {
    const [, weight = '', steps = ''] = /w(\d)\/N(\d+)/.exec(name) ?? []
    const expected = array(name)
    for (const method of ['classifier-free', 'classifier'] as const) {
      const states = byLabel((label, x) =>
        secondOrderMultistep(scoreFor(label, Number(weight), method), x, Number(steps)),
      )
      expect(states.length).toBe(Number(steps) + 1)
      states.forEach((state, i) =>
        expect(distance(state, expected.slice(64 * i, 64 * (i + 1)))).toBeLessThan(1e-9),
      )
    }
  })

  test.each(golden.names.filter((name) => name.endsWith('/ref')))('the exact guided flow %s', (name) => {
    const weight = Number(/w(\d)/.exec(name)?.[1])
    const [end] = byLabel((label, x) => {
      const score = scoreFor(label, weight, 'classifier-free')
      dop853(
        (out, t, y) => {
          score.at(vp.alpha(t), vp.sigma(t)).score(out, y, y.length / 2)
          for (let i = 0; i < y.length; i++) out[i] = vp.f(t) * y[i]! - 0.5 * vp.g2(t) * out[i]!
        },
        x,
        vp.tMax,
        vp.tMin,
        { relative: 1e-12, absolute: 1e-13 },
      )
      return [x]
    })
    expect(distance(end!, array(name))).toBeLessThan(1e-9)
  })

  afterAll(() => {
    console.log(`i_guidance: ${used.size} of ${golden.names.length} arrays used`)
    expect(golden.names.filter((name) => !used.has(name))).toEqual([])
  })
})

describe('the guided score', () => {
  const level = [0.8, 0.6] as const
  const x = Float64Array.of(0.3, -1, 2, 1.5, -3, 0.2)
  const valuesOf = (score: ScoreModel): Float64Array => {
    const out = new Float64Array(6)
    score.at(...level).score(out, x, 3)
    return out
  }
  const part = conditionalForm(aniso3, 1)!

  test('w = 0 is the plain score, w = 1 the conditional one', () => {
    const of = (weight: number): Float64Array =>
      valuesOf(guidedScore(aniso3, part, { label: 1, weight, method: 'classifier', low: -30, high: 30 }))
    expect(of(0)).toEqual(valuesOf(mixtureScore(aniso3)))
    expect(of(1)).toEqual(valuesOf(mixtureScore(part)))
    // Not linear in w by luck: the third point of a line.
    const [a, b, c] = [of(0), of(1), of(3)]
    c.forEach((value, i) => expect(value).toBeCloseTo(a[i]! + 3 * (b[i]! - a[i]!), 10))
  })

  test('the classifier is normalised, and its gradient is that of its logarithm', () => {
    const probabilities = [0, 1, 2].map((label) => {
      const out = new Float64Array(3)
      mixtureClassifier(aniso3, label, ...level).logProbability(out, x, 3)
      return out.map(Math.exp)
    })
    for (let i = 0; i < 3; i++) expect(probabilities.reduce((sum, p) => sum + p[i]!, 0)).toBeCloseTo(1, 12)
    const gradient = new Float64Array(6)
    const classifier = mixtureClassifier(aniso3, 2, ...level)
    classifier.gradient(gradient, x, 3)
    const h = 1e-5
    for (let j = 0; j < 2; j++) {
      const side = (by: number): Float64Array => {
        const out = new Float64Array(3)
        classifier.logProbability(
          out,
          x.map((v, i) => (i % 2 === j ? v + by : v)),
          3,
        )
        return out
      }
      const [high, low] = [side(h), side(-h)]
      for (let i = 0; i < 3; i++) expect((high[i]! - low[i]!) / (2 * h)).toBeCloseTo(gradient[2 * i + j]!, 6)
    }
  })

  test('outside the interval the conditional score stands in', () => {
    const of = (low: number, high: number): Float64Array =>
      valuesOf(guidedScore(aniso3, part, { label: 1, weight: 4, method: 'classifier-free', low, high }))
    const logSnr = 2 * Math.log(0.8 / 0.6)
    expect(of(logSnr + 0.1, 30)).toEqual(valuesOf(mixtureScore(part)))
    expect(of(-30, logSnr - 0.1)).toEqual(valuesOf(mixtureScore(part)))
    expect(distance(of(-30, 30), valuesOf(mixtureScore(part)))).toBeGreaterThan(0.01)
  })

  test('components that share a label are one class; the rest has the other weights', () => {
    const two = conditionalForm({ ...aniso3, labels: Int32Array.of(4, 9, 4) }, 4)!
    expect(Array.from(two.weights)).toEqual([0.5 / 0.7, 0.2 / 0.7])
    expect(Array.from(two.means)).toEqual([-2, 0.5, 1, -2])
    expect(conditionalForm(aniso3, 7)).toBeNull()
  })
})

describe('in the catalogue', () => {
  const data = distributionFromMixture(ring8)
  const made = (choice: Record<string, string | number>, from = data) =>
    guided.make(withDefaults(guided.params, { kind: 'guided', ...choice }))({
      data: from,
      process: vp,
      networks: {},
    })

  test('the target is the conditional distribution at w = 1 and none beyond', () => {
    expect(made({ label: 3, weight: 1 }).target?.mean[0]).toBeCloseTo(4 * Math.cos((3 * Math.PI) / 4), 12)
    expect(made({ weight: 3 }).target).toBeNull()
    expect(made({ weight: 0 }).target).toBeUndefined()
    expect(catalog.score.map((entry) => entry.kind)).toContain('guided')
    expect(exact.make({})({ data, process: vp, networks: {} }).target).toBeUndefined()
  })

  test('what cannot be guided is named', () => {
    const { labels: _, ...unlabelled } = ring8
    expect(() => made({ label: 8 })).toThrow(
      new Invalid('label', 'is 8; a label of the data (0, 1, 2, 3, 4, 5, 6, 7) was expected'),
    )
    expect(() => made({}, distributionFromMixture(unlabelled))).toThrow(/needs labelled data/)
    expect(() => made({ low: 3, high: 1 })).toThrow('low is 3; a number of at most high (1) was expected.')
  })
})
