import { describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { exitOfDrift } from '#core/densities/closed-forms/exit'
import { passagePaths } from '#core/densities/backward/passage-paths'
import { compileSde } from '#core/densities/sde/sde'
import type { SdeSubject } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { Invalid } from '#core/params/invalid'
import { atRest } from '#main/engine/equations/at-rest'
import { firstPassage } from '#main/engine/equations/first-passage'
import { withPaths } from '#main/engine/equations/with-paths'

const sdeOf = (subject: object): SdeSubject =>
  withPaths(
    parse({ scorefield: 1, experiment: { subject: { kind: 'sde', ...subject } } }, catalog).experiment
      .subject,
  )
const drifting = compileSde({ dimension: 1, interpretation: 'ito', drift: ['0.7'], diffusion: [['1']] })
const well = sdeOf({
  equation: { kind: 'double-well', sigma: 0.7 },
  domain: { kind: 'line', low: -3, high: 3, cells: 256 },
  horizon: 4,
  steps: 400,
})

describe('paths that leave an interval', () => {
  const exit = { low: -1, high: 1, lowReflects: false, highReflects: false }
  const measured = (more: object) =>
    passagePaths(drifting, [0.2], [{ ...exit, ...more }], { dt: 0.004, most: 5000, paths: 4000, seed: 3 })

  test('take the time, and go to the side, that the closed form says', () => {
    const { mean, error, atHigh, inside } = measured({})
    const closed = exitOfDrift(0.7, 1, [-1, 1], 0.2)
    expect(inside).toBe(0)
    expect(Math.abs(mean - closed.time)).toBeLessThan(4 * error)
    expect(Math.abs(atHigh - closed.atHigh)).toBeLessThan(4 * Math.sqrt(0.25 / 4000))
  })

  test('without the bridge between steps they would leave too late', () => {
    // The same steps, read at their ends alone: an interval that is wider by 0.58 sqrt(dt) (Broadie and others 1997).
    const shift = 0.5826 * Math.sqrt(0.004)
    const late = exitOfDrift(0.7, 1, [-1 - shift, 1 + shift], 0.2).time
    const { mean, error } = measured({})
    expect(late - mean).toBeGreaterThan(3 * error)
  })

  test('turn back at an end that reflects', () => {
    const { mean, error, atHigh } = measured({ lowReflects: true })
    expect(atHigh).toBe(1)
    // L u = -1, u' = 0 at -1 and u = 0 at 1
    const u = (x: number): number => (1 - x) / 0.7 - (Math.exp(-1.4 * (x + 1)) - Math.exp(-2.8)) / (2 * 0.49)
    expect(Math.abs(mean - u(0.2))).toBeLessThan(4 * error)
  })
})

describe('times of first passage of a document', () => {
  test('agree by grid and by paths: the double well from -1 to 0 takes 5.905', () => {
    const { x, mean, estimates, start, apart, inside } = firstPassage(well, 1, {
      low: [-3],
      high: [0],
      from: [-1],
    })
    expect(estimates.places[start]).toBe(-1)
    expect(estimates.u[start]).toBeCloseTo(5.905, 2)
    expect(apart).toBeLessThan(4.5)
    expect(inside).toBeLessThan(5)
    expect(x.length).toBe(mean.length)
  })

  test('leave a rectangle of the plane as paths do', () => {
    const turning = sdeOf({
      equation: { kind: 'rotating-ou' },
      domain: { kind: 'plane', lowX: -4, highX: 4, lowY: -4, highY: 4, cells: 32 },
      steps: 100,
    })
    const { atHigh, apart } = firstPassage(turning, 1, { low: [-1, -0.5], high: [1, 1], from: [0.3, 0.2] })
    expect(atHigh).toBeNull()
    expect(apart).toBeLessThan(4.5)
  })

  test('are refused for a start outside, and for a region that nothing leaves', () => {
    expect(() => firstPassage(well, 1, { low: [-1], high: [1], from: [2] })).toThrow(/inside the region/)
    const closed = sdeOf({
      equation: { kind: 'ornstein-uhlenbeck' },
      domain: { kind: 'line', low: -1, high: 1, lowEnd: 'insulated', highEnd: 'insulated' },
    })
    expect(() => firstPassage(closed, 1, { low: [-2], high: [2], from: [0] })).toThrow(Invalid)
  })
})

describe('what a density tends to', () => {
  test('is e^(-2U / sigma^2), reached at twice Kramers’ rate', () => {
    const { values, rates } = atRest(well)
    const h = 6 / 256
    const weight = Array.from({ length: 256 }, (_, i) => {
      const x = -3 + (i + 0.5) * h
      return Math.exp((-2 * (x ** 4 / 4 - x ** 2 / 2)) / 0.49)
    })
    const total = h * weight.reduce((sum, w) => sum + w, 0)
    const apart = weight.reduce((sum, w, i) => sum + 0.5 * h * Math.abs(w / total - values![i]!), 0)
    expect(apart).toBeLessThan(1e-3)
    expect(rates[0]).toBeCloseTo(0, 6)
    expect(rates[1]).toBeCloseTo(0.18199, 3)
  })

  test('is nothing where paths leave the window for good, or the equation changes with t', () => {
    for (const subject of [
      { equation: { kind: 'brownian' }, domain: { kind: 'line', lowEnd: 'held', highEnd: 'held' } },
      {
        equation: { kind: 'geometric-brownian' },
        domain: { kind: 'line', low: 0, high: 8, lowEnd: 'held', highEnd: 'held' },
        start: { kind: 'point', x: 1 },
      },
      { equation: { kind: 'formula-line', drift: '-x * (1 + t)', diffusion: '1' } },
    ]) {
      const { values, sentence } = atRest(sdeOf(subject))
      expect(values).toBeNull()
      expect(sentence).toMatch(/\.$/)
    }
  })
})
