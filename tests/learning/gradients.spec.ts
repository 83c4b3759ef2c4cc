import { describe, expect, it } from 'vitest'
import { mixtureScore } from '#core/scores/mixture-score'
import { activations, type Architecture, predictions } from '#core/learning/network/architecture'
import { activationOf } from '#core/learning/network/activations'
import { networkScore } from '#core/learning/network/network-score'
import { Perceptron } from '#core/learning/network/perceptron'
import { fromScore, toScore } from '#core/learning/network/parametrisation'
import { lossAndGradient } from '#core/learning/training/reference-trainer'
import type { Batch } from '#core/learning/training/trainer'
import { aniso3 } from '#tests/golden/mixtures'
import { roughWeights, small } from './networks'

const wave = (length: number, k: number): Float64Array =>
  Float64Array.from({ length }, (_, i) => Math.sin(1.7 * i + k) + 0.3 * Math.cos(0.9 * i * k))

function batchOf({ dimension: d, frequencies }: Architecture, slopes: boolean): Batch {
  const count = 5
  const plain = {
    count,
    inputs: wave(count * (d + 2 * frequencies), 1),
    targets: wave(count * d, 2),
    weights: wave(count, 3).map((w) => 1 + w * w),
  }
  if (!slopes) return plain
  return {
    ...plain,
    constants: wave(count, 4),
    slopes: { directions: [wave(count * d, 5), wave(count * d, 6)], weights: wave(count, 7) },
  }
}

describe('gradients by hand against differences in float64', () => {
  it.each(activations)('derivatives of %s', (name) => {
    const { value, slope, bend } = activationOf(name)
    for (const a of [-7.3, -1.1, -0.0004, 0.0007, 0.62, 4.4, 31]) {
      const h = 1e-4
      expect(slope(a)).toBeCloseTo((value(a + h) - value(a - h)) / (2 * h), 7)
      if (bend !== null) expect(bend(a)).toBeCloseTo((slope(a + h) - slope(a - h)) / (2 * h), 7)
    }
    // What automatic double gradients get wrong: 0.4434 there (research: TensorFlow.js 4.22).
    if (name === 'silu') expect(bend!(0.7)).toBeCloseTo(0.3912, 4)
  })

  const cases = [
    ['silu', false],
    ['silu', true],
    ['tanh', false],
    ['tanh', true],
    ['relu', false],
  ] as const
  it.each(cases)('of every weight, %s, with a divergence: %s', (activation, slopes) => {
    const architecture = { ...small, activation }
    const weights = roughWeights(architecture, 3)
    const batch = batchOf(architecture, slopes)
    const gradient = new Float64Array(weights.length)
    const scratch = new Float64Array(weights.length)
    const network = new Perceptron(architecture, weights)
    lossAndGradient(gradient, network, batch)
    const h = 1e-5
    for (let i = 0; i < weights.length; i++) {
      const held = weights[i]!
      weights[i] = held + h
      const up = lossAndGradient(scratch, network, batch)
      weights[i] = held - h
      const down = lossAndGradient(scratch, network, batch)
      weights[i] = held
      expect(Math.abs(gradient[i]! - (up - down) / (2 * h))).toBeLessThan(2e-8 * (1 + Math.abs(gradient[i]!)))
    }
  })

  it.each(['edm', 'plain'] as const)('Jacobian and divergence of the score, %s', (preconditioning) => {
    for (const predicts of predictions) {
      const architecture = { ...small, preconditioning, predicts }
      const model = networkScore(architecture, roughWeights(architecture, 5), mixtureScore(aniso3))
      const [alpha, sigma] = [0.8, 0.6]
      const density = model.at(alpha, sigma)
      const n = 4
      const x = wave(2 * n, 9)
      const jacobian = new Float64Array(4 * n)
      const divergence = new Float64Array(n)
      density.hessian!(jacobian, x, n)
      density.divergence!(divergence, x, n)
      const h = 1e-5
      for (let j = 0; j < 2; j++) {
        const [up, down] = [1, -1].map((side) => {
          const out = new Float64Array(2 * n)
          density.score(
            out,
            x.map((v, k) => (k % 2 === j ? v + side * h : v)),
            n,
          )
          return out
        })
        for (let r = 0; r < n; r++)
          for (let i = 0; i < 2; i++) {
            const slope = (up![2 * r + i]! - down![2 * r + i]!) / (2 * h)
            expect(jacobian[(2 * r + i) * 2 + j]!).toBeCloseTo(slope, 7)
          }
      }
      for (let r = 0; r < n; r++)
        expect(divergence[r]!).toBeCloseTo(jacobian[4 * r]! + jacobian[4 * r + 3]!, 12)
    }
  })
})

describe('what a network predicts', () => {
  it.each([
    [1, 0.02],
    [0.8, 0.6],
    [0.01, 0.9999],
    [1, 40],
    [0.4, 0.6],
  ])('converts exactly at alpha %f, sigma %f', (alpha, sigma) => {
    const [clean, eps] = [1.3, -0.7]
    const x = alpha * clean + sigma * eps
    const meant = { score: -eps / sigma, noise: eps, x0: clean, v: alpha * eps - sigma * clean }
    for (const what of predictions) {
      const to = toScore(what, alpha, sigma)
      const from = fromScore(what, alpha, sigma)
      const score = to.onState * x + to.onScore * meant[what]
      expect(Math.abs(score / meant.score - 1)).toBeLessThan(
        1e-12 * Math.max(1, (1 / sigma) ** 2, 1 / alpha ** 2),
      )
      const back = from.onState * x + from.onScore * meant.score
      expect(Math.abs(back - meant[what])).toBeLessThan(1e-11 * (1 + 1 / alpha ** 2 + sigma ** 2))
    }
  })
})
