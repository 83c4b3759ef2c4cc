import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { type BackwardEstimates, momentOf } from '#core/protocol/backward'
import { backwardDesk } from '#main/engine/equations/backward/desk'
import { backwardSetting, checkPayoff, payoffOf } from '#main/engine/equations/backward/setting'
import { type BackwardSolution, solveBackward } from '#main/engine/equations/backward/solution'
import { estimatesAt } from '#main/engine/equations/backward/estimates'

const documentOf = (subject: Record<string, unknown>, payoff: string): LabDocument =>
  parse({ scorefield: 1, experiment: { subject, witnesses: [{ kind: 'backward-value', payoff }] } }, catalog)
interface Found {
  readonly solution: BackwardSolution
  readonly estimates: BackwardEstimates
  /** u of the step, [cells] */
  readonly slice: Float64Array
}
function found(subject: Record<string, unknown>, payoff: string, step: number, paths = 300): Found {
  const { experiment, seeds } = documentOf(subject, payoff)
  const setting = backwardSetting(experiment, seeds, payoffOf(experiment))
  const solution = solveBackward(setting)
  const cells = solution.values.length / solution.times.length
  const moment = momentOf(step, setting.steps, solution.times.length)
  const slice = solution.values.subarray(moment * cells, (moment + 1) * cells)
  return { solution, slice, estimates: estimatesAt(setting, solution, step, paths) }
}

/** Largest difference of the slice on a line, all of it up to the ends, from a closed form */
const worst = ({ slice, solution }: Found, exact: (x: number) => number): number =>
  solution.axes[0]!.reduce((most, x, i) => Math.max(most, Math.abs(slice[i]! - exact(x))), 0)

const brownian = { kind: 'sde', equation: { kind: 'brownian', sigma: 0.8 }, particles: 10 }
const spring = { kind: 'sde', equation: { kind: 'ornstein-uhlenbeck' }, particles: 10 }
/** dX = (-x + 2 y) dt + 0.7 dW, dY = (-2 x - y) dt + 0.7 dW */
const turning = {
  kind: 'sde',
  equation: { kind: 'rotating-ou', a: 1, w: 2, sigma: 0.7 },
  domain: { kind: 'plane', lowX: -3, highX: 3, lowY: -2, highY: 2, cells: 96 },
  horizon: 1,
  steps: 50,
  particles: 10,
}

describe('the backward value on a line', () => {
  test('of x^2 for Brownian motion is x^2 + sigma^2 (T - t), on the grid and by paths', () => {
    const answer = found(brownian, 'x^2', 50, 2000)
    expect(answer.estimates.t).toBeCloseTo(0.5, 12)
    expect(worst(answer, (x) => x * x + 0.64 * 1.5)).toBeLessThan(2e-3)
    const { places, mean, error, compared, apart } = answer.estimates
    places.forEach((at, k) => expect(Math.abs(mean[k]! - at * at - 0.96)).toBeLessThan(4 * error[k]!))
    // The variance of (x + s Z)^2 is 4 x^2 s^2 + 2 s^4.
    places.forEach((at, k) => {
      const exact = Math.sqrt((4 * at * at * 0.96 + 2 * 0.96 ** 2) / 2000)
      expect(Math.abs(error[k]! / exact - 1)).toBeLessThan(0.12)
    })
    expect(compared).toBe(15)
    expect(apart).toBeLessThan(4)
  })

  test('of x for a spring is x exp(-theta (T - t)) at every moment', () => {
    const { solution, estimates } = found(spring, 'x', 100)
    const [x] = solution.axes
    solution.times.forEach((moment, row) =>
      x!.forEach((at, k) =>
        expect(
          Math.abs(solution.values[row * x!.length + k]! - at * Math.exp(-0.5 * (6 - moment))),
        ).toBeLessThan(1e-3),
      ),
    )
    expect(estimates.apart).toBeLessThan(4)
  })

  test('of a jump stays a chance just before the horizon, and is the payoff at it', () => {
    const before = found(spring, 'x > 0 ? 1 : 0', 299)
    expect(Math.min(...before.slice)).toBeGreaterThan(-0.01)
    expect(Math.max(...before.slice)).toBeLessThan(1.01)
    const at = found(spring, 'x > 0 ? 1 : 0', 300)
    expect(worst(at, (x) => (x > 0 ? 1 : 0))).toBe(0)
    expect(at.estimates.difference).toBe(0)
    expect(at.estimates.compared).toBe(0)
  })

  test('of x^2 far from rest agrees just before the horizon, where all falls within a few steps', () => {
    const { compared, apart } = found(
      { kind: 'sde', equation: { kind: 'double-well' }, particles: 10 },
      'x^2',
      396,
    ).estimates
    expect(compared).toBe(15)
    expect(apart).toBeLessThan(4)
  })

  test('under growing noise holds beyond the window: E X = x exp(mu (T - t))', () => {
    const answer = found({ kind: 'sde', equation: { kind: 'geometric-brownian' }, particles: 10 }, 'x', 0)
    expect(worst(answer, (x) => x * Math.exp(0.5))).toBeLessThan(0.02)
    expect(answer.estimates.apart).toBeLessThan(4)
  })

  test('between insulated ends keeps what is conserved, on the grid and by paths', () => {
    const domain = { kind: 'line', low: -1, high: 1, cells: 200 }
    const answer = found({ ...brownian, domain }, 'cos(pi * x)', 100)
    // cos(pi x) has no slope at the ends: an eigenfunction.
    const factor = Math.exp(-0.5 * 0.64 * Math.PI ** 2)
    expect(worst(answer, (x) => factor * Math.cos(Math.PI * x))).toBeLessThan(1e-4)
    expect(answer.estimates.apart).toBeLessThan(4)
  })
})

describe('the backward value in the plane', () => {
  test('of x for a turning spring is a turned and shrunk coordinate, also beyond the window', () => {
    const domain = { ...turning.domain, lowEndX: 'held', highEndX: 'held', lowEndY: 'held', highEndY: 'held' }
    const { solution, slice, estimates } = found({ ...turning, domain }, 'x', 10)
    const [x, y] = solution.axes
    const rows = y!.length
    const left = 1 - estimates.t
    expect(left).toBeCloseTo(0.8, 12)
    const [c, s] = [Math.cos(2 * left) * Math.exp(-left), Math.sin(2 * left) * Math.exp(-left)]
    let most = 0
    x!.forEach((a, i) =>
      y!.forEach((b, j) => (most = Math.max(most, Math.abs(slice[i * rows + j]! - (c * a + s * b))))),
    )
    expect(most).toBeLessThan(0.01)
    expect(estimates.places).toHaveLength(18)
    expect(estimates.compared).toBe(9)
    expect(estimates.apart).toBeLessThan(4)
    // Planted: the transposed field, which a mistake in the order of the axes would give.
    const wrong = estimates.mean.map((value, k) => {
      const [a, b] = [estimates.places[2 * k]!, estimates.places[2 * k + 1]!]
      return (value - (c * b + s * a)) / estimates.error[k]!
    })
    expect(Math.max(...wrong.map(Math.abs))).toBeGreaterThan(20)
  })

  test('has a picture of every moment whose last one is the payoff', () => {
    const desk = backwardDesk()
    const { axes, t, values } = desk.picture(documentOf(turning, 'x * y'))
    const [x, y] = axes
    expect(values).toHaveLength(t.length * x!.length * y!.length)
    const last = values.subarray(values.length - x!.length * y!.length)
    x!.forEach((a, i) => y!.forEach((b, j) => expect(last[i * y!.length + j]).toBeCloseTo(a * b, 5)))
  })
})

describe('the desk', () => {
  test('solves once for a document, and gives the same answer where only other things have changed', () => {
    const desk = backwardDesk(100)
    const document = documentOf(spring, 'x')
    const first = desk.estimates(document, 40)
    expect(desk.estimates(document, 40)).toBe(first)
    expect(desk.estimates({ ...document, title: 'other' } as LabDocument, 40)).toBe(first)
    expect(desk.estimates({ ...document, seeds: { ...document.seeds, start: 9 } }, 40)).toBe(first)
    const picture = desk.picture(document)
    const moment = momentOf(40, 300, picture.t.length)
    expect(picture.t[moment]).toBe(first.t)
    // Other paths, and another payoff, are other answers.
    const other = desk.estimates({ ...document, seeds: { ...document.seeds, path: 9 } }, 40)
    expect(other.mean).not.toEqual(first.mean)
    expect(other.u).toEqual(first.u)
    const twice = desk.picture(documentOf(spring, '2 * x'))
    twice.values.forEach((value, i) => expect(value).toBeCloseTo(2 * picture.values[i]!, 4))
  })
})

describe('what is asked is refused in a sentence that names the field', () => {
  const ask = (subject: Record<string, unknown>, payoff: string): void => {
    const { experiment, seeds } = documentOf(subject, payoff)
    backwardSetting(experiment, seeds, payoffOf(experiment))
  }
  test.each<[Record<string, unknown>, string, RegExp]>([
    [brownian, 'y + 1', /^experiment\.witnesses\.0\.payoff uses "y", which is not known/],
    [turning, 'z', /^experiment\.witnesses\.0\.payoff uses "z", which is not known/],
    [brownian, '2 +', /^experiment\.witnesses\.0\.payoff is "2 \+", which cannot be read/],
    [{ kind: 'field', problem: { kind: 'heat' } }, 'x', /^experiment\.subject\.kind is "field"; "sde" was/],
  ])('%j %s', (subject, payoff, sentence) => {
    expect(() => ask(subject, payoff)).toThrow(sentence)
  })

  test('a payoff that is not finite somewhere on the grid', () => {
    expect(() => found(brownian, 'log(x)', 0)).toThrow(
      /^experiment\.witnesses\.0\.payoff is "log\(x\)", which is NaN at x = -/,
    )
  })

  test('already when the document is opened', () => {
    const { experiment } = documentOf(turning, 'x +')
    expect(() => checkPayoff(experiment, 2)).toThrow('experiment.witnesses.0.payoff is "x +"')
    expect(() => checkPayoff(documentOf(turning, 'x + y').experiment, 1)).toThrow('uses "y"')
  })
})
