import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import type { Backward } from '#core/protocol/backward'
import { backwardOf } from '#main/engine/equations/backward'

function found(subject: Record<string, unknown>, payoff: string, step: number): Backward {
  const { experiment, seeds } = parse({ scorefield: 1, experiment: { subject } }, catalog)
  return backwardOf(experiment.subject, seeds, payoff, step)
}

/** Largest difference of the slice, all of it up to the ends, from a closed form */
const worst = ({ slice }: Backward, exact: (x: number) => number): number =>
  slice.x.reduce((most, x, i) => Math.max(most, Math.abs(slice.u[i]! - exact(x))), 0)

const brownian = { kind: 'sde', equation: { kind: 'brownian', sigma: 0.8 }, particles: 10 }
const spring = { kind: 'sde', equation: { kind: 'ornstein-uhlenbeck' }, particles: 10 }

describe('the backward value', () => {
  test('of x^2 for Brownian motion is x^2 + sigma^2 (T - t), on the grid and by paths', () => {
    const answer = found(brownian, 'x^2', 50)
    expect(answer.slice.t).toBeCloseTo(0.5, 12)
    expect(worst(answer, (x) => x * x + 0.64 * 1.5)).toBeLessThan(2e-3)
    const { x, mean, error } = answer.estimates
    x.forEach((at, k) => expect(Math.abs(mean[k]! - at * at - 0.96)).toBeLessThan(4 * error[k]!))
    // The variance of (x + s Z)^2 is 4 x^2 s^2 + 2 s^4.
    x.forEach((at, k) => {
      const exact = Math.sqrt((4 * at * at * 0.96 + 2 * 0.96 ** 2) / 2000)
      expect(Math.abs(error[k]! / exact - 1)).toBeLessThan(0.12)
    })
    expect(answer.compared).toBe(15)
    expect(answer.apart).toBeLessThan(4)
  })

  test('of x for a spring is x exp(-theta (T - t)) at every moment of the picture', () => {
    const { x, t, values, apart } = found(spring, 'x', 100)
    t.forEach((moment, row) =>
      x.forEach((at, k) =>
        expect(Math.abs(values[row * x.length + k]! - at * Math.exp(-0.5 * (6 - moment)))).toBeLessThan(1e-3),
      ),
    )
    expect(apart).toBeLessThan(4)
  })

  test('of a jump stays a chance just before the horizon, and is the payoff at it', () => {
    const before = found(spring, 'x > 0 ? 1 : 0', 299)
    expect(Math.min(...before.slice.u)).toBeGreaterThan(-0.01)
    expect(Math.max(...before.slice.u)).toBeLessThan(1.01)
    const at = found(spring, 'x > 0 ? 1 : 0', 300)
    expect(worst(at, (x) => (x > 0 ? 1 : 0))).toBe(0)
    expect(at.difference).toBe(0)
    expect(at.compared).toBe(0)
  })

  test('of x^2 far from rest agrees just before the horizon, where all falls within a few steps', () => {
    const answer = found({ kind: 'sde', equation: { kind: 'double-well' }, particles: 10 }, 'x^2', 396)
    expect(answer.compared).toBe(15)
    expect(answer.apart).toBeLessThan(4)
  })

  test('under growing noise holds beyond the window: E X = x exp(mu (T - t))', () => {
    const answer = found({ kind: 'sde', equation: { kind: 'geometric-brownian' }, particles: 10 }, 'x', 0)
    expect(worst(answer, (x) => x * Math.exp(0.5))).toBeLessThan(0.02)
    expect(answer.apart).toBeLessThan(4)
  })

  test('between insulated ends keeps what is conserved, on the grid and by paths', () => {
    const domain = { kind: 'line', low: -1, high: 1, cells: 200 }
    const answer = found({ ...brownian, domain }, 'cos(pi * x)', 100)
    // cos(pi x) has no slope at the ends: an eigenfunction.
    const factor = Math.exp(-0.5 * 0.64 * Math.PI ** 2)
    expect(worst(answer, (x) => factor * Math.cos(Math.PI * x))).toBeLessThan(1e-4)
    expect(answer.apart).toBeLessThan(4)
  })

  test('refuses in a sentence', () => {
    expect(() => found(brownian, 'y + 1', 0)).toThrow(/^payoff uses "y", which is not known/)
    expect(() => found(brownian, 'log(x)', 0)).toThrow(/^payoff is "log\(x\)", which is NaN at x = -/)
    expect(() => found({ kind: 'sde', equation: { kind: 'rotating-ou' }, particles: 10 }, 'x', 0)).toThrow(
      /one on a line was expected/,
    )
    expect(() => found(brownian, '2 +', 0)).toThrow(/^payoff is "2 \+", which cannot be read/)
  })
})
