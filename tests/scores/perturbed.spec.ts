import { describe, expect, test } from 'vitest'
import { withDefaults } from '#core/params/defaults'
import { Invalid } from '#core/params/invalid'
import { mixtureScore } from '#core/scores/mixture-score'
import { perturbed } from '#core/scores/perturbed/perturbed'
import { perturbedScore, type ScoreError } from '#core/scores/perturbed/perturbed-score'
import { aniso3 } from '#tests/golden/mixtures'

const truth = mixtureScore(aniso3)
const [alpha, sigma] = [0.8, 0.6]
const x = Float64Array.of(0.3, -0.7, 1.6, 0.2, -2, 1.1, 0, 0)
const n = 4
const plain: ScoreError = {
  error: 'constant',
  size: 0.5,
  direction: Math.PI / 3,
  unit: 'score',
  centre: [1, -0.5],
  width: 0.7,
  low: -30,
  high: 30,
}

function at(error: Partial<ScoreError>) {
  const level = perturbedScore(truth, { ...plain, ...error }).at(alpha, sigma)
  const score = new Float64Array(2 * n)
  level.score(score, x, n)
  return { level, score }
}

const exactScore = new Float64Array(2 * n)
truth.at(alpha, sigma).score(exactScore, x, n)

describe('an exact score with an error', () => {
  test('a constant push is the same everywhere, and sigma times as small in units of noise', () => {
    const { score } = at({})
    const inNoise = at({ unit: 'noise' }).score
    for (let i = 0; i < 2 * n; i++) {
      const u = i % 2 === 0 ? Math.cos(Math.PI / 3) : Math.sin(Math.PI / 3)
      expect(score[i]! - exactScore[i]!).toBeCloseTo(0.5 * u, 12)
      expect(sigma * (inNoise[i]! - exactScore[i]!)).toBeCloseTo(0.5 * u, 12)
    }
  })

  test('a scale lengthens the score', () => {
    const { score } = at({ error: 'scale', size: -0.25, unit: 'noise' })
    score.forEach((s, i) => expect(s).toBeCloseTo(0.75 * exactScore[i]!, 12))
  })

  test('a bump stands at the place of its data under the noise, and falls off with its width', () => {
    const { level } = at({ error: 'bump', direction: 0 })
    const there = Float64Array.of(alpha * 1, alpha * -0.5, alpha * 1 + 0.7, alpha * -0.5)
    const [with_, without] = [new Float64Array(4), new Float64Array(4)]
    level.score(with_, there, 2)
    truth.at(alpha, sigma).score(without, there, 2)
    expect(with_[0]! - without[0]!).toBeCloseTo(0.5, 12)
    expect(with_[2]! - without[2]!).toBeCloseTo(0.5 * Math.exp(-0.5), 12)
    expect(with_[1]).toBe(without[1])
  })

  test.each(['constant', 'scale', 'bump'] as const)(
    '%s: second derivatives are those of the score',
    (error) => {
      const { level } = at({ error })
      const hessian = new Float64Array(4 * n)
      const divergence = new Float64Array(n)
      level.hessian?.(hessian, x, n)
      level.divergence?.(divergence, x, n)
      const h = 1e-5
      for (let col = 0; col < 2; col++) {
        const moved = (by: number): Float64Array => {
          const out = new Float64Array(2 * n)
          level.score(
            out,
            x.map((value, i) => (i % 2 === col ? value + by : value)),
            n,
          )
          return out
        }
        const [up, down] = [moved(h), moved(-h)]
        for (let i = 0; i < n; i++)
          for (let row = 0; row < 2; row++)
            expect(hessian[(2 * i + row) * 2 + col]).toBeCloseTo(
              (up[2 * i + row]! - down[2 * i + row]!) / (2 * h),
              6,
            )
      }
      for (let i = 0; i < n; i++) expect(divergence[i]).toBeCloseTo(hessian[4 * i]! + hessian[4 * i + 3]!, 10)
    },
  )

  test('outside its range of noise there is none, and the density stays the true one', () => {
    const logSnr = 2 * Math.log(alpha / sigma)
    expect(at({ low: logSnr + 0.1 }).score).toEqual(exactScore)
    const [own, true_] = [new Float64Array(n), new Float64Array(n)]
    at({ error: 'bump' }).level.logDensity(own, x, n)
    truth.at(alpha, sigma).logDensity(true_, x, n)
    expect(own).toEqual(true_)
  })

  test('a range that ends before it begins is refused', () => {
    const values = withDefaults(perturbed.params, { kind: 'perturbed', low: 2, high: 1 })
    expect(() => perturbed.make(values)).toThrow(
      new Invalid('low', 'is 2; a number of at most high (1) was expected'),
    )
  })
})
