import { describe, expect, it } from 'vitest'
import { scoreOfForm } from '#core/scores/exact'
import { marginalForm } from '#core/scores/marginal-form'
import type { BoxesForm, ScoreForm } from '#core/scores/score-form'
import { aniso3 } from '#tests/golden/mixtures'

const boxes: BoxesForm = {
  form: 'boxes',
  dimension: 2,
  weights: Float64Array.from([0.25, 0.75]),
  low: Float64Array.from([-1, 0, 0.5, -1]),
  high: Float64Array.from([0, 2, 1.5, 0.5]),
}

/** Sums the density of the plane over the other coordinate: exact to rounding for smooth decaying densities. */
function summed(form: ScoreForm, axis: 0 | 1, at: number, alpha: number, sigma: number): number {
  const h = 0.05
  const count = 801
  const points = new Float64Array(2 * count)
  for (let i = 0; i < count; i++) {
    points[2 * i + axis] = at
    points[2 * i + 1 - axis] = (i - (count - 1) / 2) * h
  }
  const logs = new Float64Array(count)
  scoreOfForm(form).at(alpha, sigma).logDensity(logs, points, count)
  return logs.reduce((sum, value) => sum + h * Math.exp(value), 0)
}

describe.each([
  ['mixture', aniso3],
  ['boxes', boxes],
] as const)('the marginal of a %s', (_, form) => {
  it.each([0, 1] as const)('of coordinate %d is the density summed over the other', (axis) => {
    const own = marginalForm(form, axis)
    expect(own).not.toBeNull()
    for (const [alpha, sigma] of [
      [1, 0.3],
      [0.5, 0.9],
    ] as const)
      for (const at of [-1.2, 0.3, 1.4]) {
        const log = new Float64Array(1)
        scoreOfForm(own!).at(alpha, sigma).logDensity(log, Float64Array.of(at), 1)
        expect(Math.exp(log[0]!)).toBeCloseTo(summed(form, axis, at, alpha, sigma), 10)
      }
  })
})
