import { describe, expect, it } from 'vitest'
import { catalog } from '#core/catalog/index'
import type { Distribution } from '#core/distributions/distribution'
import { withDefaults } from '#core/params/defaults'
import type { Choice } from '#core/params/param'
import { scoreOfForm } from '#core/scores/exact'

function make(choice: Choice): Distribution {
  const found = catalog.data.find((entry) => entry.kind === choice.kind)
  if (found === undefined) throw new Error(`no data ${choice.kind}`)
  return found.make(withDefaults(found.params, choice))
}

const levels = [
  [1, 0.15],
  [0.8, 0.6],
  [0.2, 0.98],
] as const

describe.each(catalog.data.map((entry) => entry.kind))('%s', (kind) => {
  const data = make({ kind })
  const d = data.dimension
  const model = scoreOfForm(data.form)

  it('draws what its mean, variance and box say, however the particles are split', () => {
    const n = 20_000
    const x = new Float64Array(n * d)
    data.sample(x, 3, 0)
    const part = new Float64Array(500 * d)
    data.sample(part, 3, 700)
    expect([...part]).toEqual([...x.subarray(700 * d, 1200 * d)])
    let square = 0
    let inside = 0
    for (let i = 0; i < n; i++) {
      let within = true
      for (let j = 0; j < d; j++) {
        square += (x[i * d + j]! - data.mean[j]!) ** 2 / (n * d)
        within &&= x[i * d + j]! >= data.box.low[j]! && x[i * d + j]! <= data.box.high[j]!
      }
      inside += within ? 1 : 0
    }
    for (let j = 0; j < d; j++) {
      let mean = 0
      for (let i = 0; i < n; i++) mean += x[i * d + j]! / n
      expect(Math.abs(mean - data.mean[j]!)).toBeLessThan(5 * Math.sqrt((3 * data.variance) / n))
    }
    expect(Math.abs(square / data.variance - 1)).toBeLessThan(0.05)
    expect(inside / n).toBeGreaterThan(0.99)
  })

  it('has the gradient of its log density as score', () => {
    const tolerance = data.form.form === 'energy' ? 5e-3 : 1e-6
    for (const [alpha, sigma] of levels) {
      const n = 60
      const x = new Float64Array(n * d)
      data.sample(x, 9, 0)
      for (let i = 0; i < x.length; i++) x[i] = alpha * x[i]! + sigma * Math.sin(3.7 * i)
      const level = model.at(alpha, sigma)
      const score = new Float64Array(x.length)
      level.score(score, x, n)
      const h = 1e-4 * sigma
      const up = new Float64Array(n)
      const down = new Float64Array(n)
      for (let j = 0; j < d; j++) {
        level.logDensity(
          up,
          x.map((v, i) => (i % d === j ? v + h : v)),
          n,
        )
        level.logDensity(
          down,
          x.map((v, i) => (i % d === j ? v - h : v)),
          n,
        )
        for (let i = 0; i < n; i++)
          expect(Math.abs((up[i]! - down[i]!) / (2 * h) - score[i * d + j]!) * sigma).toBeLessThan(tolerance)
      }
    }
  })

  it('is normalised at every noise level', () => {
    if (d === 3) return expect(data.form.form).toBe('mixture')
    for (const [alpha, sigma] of levels) {
      const nodes = d === 1 ? 4000 : 240
      const reach = 8
      const h = (2 * reach) / nodes
      const points = new Float64Array(nodes ** d * d)
      for (let i = 0; i < nodes ** d; i++) {
        points[i * d] = -reach + (Math.floor(i / (d === 1 ? 1 : nodes)) + 0.5) * h
        if (d === 2) points[i * d + 1] = -reach + ((i % nodes) + 0.5) * h
      }
      const logs = new Float64Array(nodes ** d)
      model.at(alpha, sigma).logDensity(logs, points, logs.length)
      const mass = logs.reduce((sum, value) => sum + Math.exp(value) * h ** d, 0)
      expect(Math.abs(mass - 1)).toBeLessThan(data.form.form === 'energy' ? 1e-3 : 1e-6)
    }
  })
})

describe('scores where other methods fail', () => {
  it('keeps relative accuracy in the far tail of an energy', () => {
    // 1/2 N(-2, 1/4) + 1/2 N(2, 1/4) typed as an energy; at x = 7, sigma = 0.1 the score is (2 - 7) / 0.26.
    const data = make({ kind: 'energy', formula: '-log(exp(-2 (x-2)^2) + exp(-2 (x+2)^2))', reach: 9 })
    const score = new Float64Array(1)
    scoreOfForm(data.form).at(1, 0.1).score(score, Float64Array.of(7), 1)
    expect(score[0]).toBeCloseTo(-5 / 0.26, 1)
  })

  it('follows a box far outside it, where differences of erf are zero', () => {
    const score = new Float64Array(2)
    scoreOfForm(make({ kind: 'checkerboard' }).form)
      .at(1, 0.05)
      .score(score, Float64Array.of(8, 0.5), 1)
    // The nearest edge is at x = 2: s = -(8 - 2) / sigma^2 up to the width of the boundary layer.
    expect(score[0]! / (-6 / 0.0025)).toBeCloseTo(1, 2)
  })

  it('tends to the gradient of an energy as the noise vanishes', () => {
    const form = make({ kind: 'energy', formula: 'x^2 / 2 + 2 y^2' }).form
    for (const sigma of [0.02, 0.012, 0.005, 0.0005]) {
      const score = new Float64Array(2)
      scoreOfForm(form).at(1, sigma).score(score, Float64Array.of(0.83, -0.41), 1)
      expect(Math.abs(score[0]! + 0.83)).toBeLessThan(0.01)
      expect(Math.abs(score[1]! - 4 * 0.41)).toBeLessThan(0.01)
    }
  })

  it('finds the score of the double moon by brute force', () => {
    const form = make({ kind: 'double-moon' }).form
    if (form.form !== 'energy') throw new Error('an energy was expected')
    const [alpha, sigma, x, y] = [0.9, 0.4, 1.1, 0.7]
    let p = 0
    let sx = 0
    for (let a = -4; a <= 4; a += 0.02)
      for (let b = -4; b <= 4; b += 0.02) {
        const w =
          Math.exp(form.logWeight(a, b)) *
          Math.exp((-0.5 * ((x - alpha * a) ** 2 + (y - alpha * b) ** 2)) / sigma ** 2)
        p += w
        sx += (w * (alpha * a - x)) / sigma ** 2
      }
    const score = new Float64Array(2)
    scoreOfForm(form).at(alpha, sigma).score(score, Float64Array.of(x, y), 1)
    expect(Math.abs(score[0]! - sx / p)).toBeLessThan(2e-3)
  })
})

describe('what data refuse, in a sentence', () => {
  it.each([
    [{ kind: 'energy', formula: 'x^2 +' }, /formula is "x\^2 \+", which cannot be read/],
    [{ kind: 'energy', formula: 'fetch(x)' }, /formula uses "fetch", which is not known/],
    [
      { kind: 'energy', formula: '0 * x' },
      /does not fall off within 4 of the origin, so it cannot be normalised/,
    ],
    [{ kind: 'energy', formula: 'log(x)' }, /is not a number at/],
    [{ kind: 'letters', text: '--' }, /in which nothing can be drawn/],
    [
      {
        kind: 'mixture',
        components: [
          {
            weight: 1,
            mean: [0, 0],
            cov: [
              [1, 2],
              [2, 1],
            ],
          },
        ],
      },
      /components.0.cov is not positive definite/,
    ],
    [{ kind: 'mixture', components: [{ weight: -1, mean: [0], cov: [[1]] }] }, /components/],
  ])('%j', (choice, sentence) => {
    expect(() => make(choice)).toThrow(sentence)
  })
})
