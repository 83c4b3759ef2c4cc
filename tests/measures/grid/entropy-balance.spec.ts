import { describe, expect, test } from 'vitest'
import { compileSde, type SdeFormulas } from '#core/densities/sde/sde'
import { type AxisEnds, closedEnds } from '#core/densities/transport'
import { entropyBalance } from '#core/measures/grid/entropy-balance'
import { weightedFisher } from '#core/measures/grid/information'
import { atPoints, cellAverages } from '#core/numeric/grids/averages'
import { type Grid, grid } from '#core/numeric/grids/grid'

const line = grid([{ low: -6, high: 6, count: 600 }])
const sdeOf = (formulas: Partial<SdeFormulas>) =>
  compileSde({ dimension: 1, interpretation: 'ito', drift: ['0'], diffusion: [['1']], ...formulas })
const rateOf = (
  formulas: Partial<SdeFormulas>,
  on: Grid,
  p: Float64Array,
  ends: AxisEnds = closedEnds,
): number =>
  entropyBalance(
    sdeOf(formulas),
    on,
    on.axes.map(() => ends),
  )(p, 0)

describe('de Bruijn’s identity from the equation', () => {
  test('of an Ornstein–Uhlenbeck process is -theta + sigma^2 / 2v', () => {
    for (const v of [0.2, 1, 2]) {
      const p = cellAverages(
        line,
        atPoints(1, (x) => Math.exp((-x * x) / 2 / v) / Math.sqrt(2 * Math.PI * v)),
      )
      expect(rateOf({ drift: ['-0.5 * x'], diffusion: [['1.2']] }, line, p)).toBeCloseTo(
        -0.5 + 1.44 / 2 / v,
        2,
      )
    }
  })

  test('is 0 at rest, with noise that depends on the place, and not for planted defects', () => {
    // The flow of p ~ 1 / S^2 exp(int 2 mu / S^2) stands still: mu = -x, S^2 = 1 + x^2 / 2.
    const on = grid([{ low: -3, high: 3, count: 600 }])
    const s2 = (x: number): number => 1 + 0.5 * x * x
    const raw = cellAverages(
      on,
      atPoints(1, (x) => s2(x) ** -3),
    )
    const mass = raw.reduce((sum, value) => sum + value / 100, 0)
    const p = raw.map((value) => value / mass)
    const rest = { drift: ['-x'], diffusion: [['sqrt(1 + 0.5 * x^2)']] }
    expect(Math.abs(rateOf(rest, on, p))).toBeLessThan(1e-3)
    // The half of S S^T / 2 dropped, and Stratonovich's drift
    expect(rateOf({ ...rest, diffusion: [['sqrt(2 * (1 + 0.5 * x^2))']] }, on, p)).toBeGreaterThan(0.3)
    expect(Math.abs(rateOf({ ...rest, interpretation: 'stratonovich' }, on, p))).toBeGreaterThan(0.1)
  })

  test('counts what insulated ends hold back', () => {
    const on = grid([{ low: 0, high: 1, count: 400 }])
    const p = cellAverages(
      on,
      atPoints(1, (x) => 0.5 + x),
    )
    // int K p'^2 / p - v (p(1) - p(0)) with K = 1/2, v = 0.7
    const exact = 0.5 * Math.log(3) - 0.7
    expect(rateOf({ drift: ['0.7'] }, on, p)).toBeCloseTo(exact, 2)
    expect(rateOf({ drift: ['0.7'] }, on, p, 'periodic')).not.toBeCloseTo(exact, 1)
  })

  test('in the plane takes the whole matrix', () => {
    const axis = { low: -6, high: 6, count: 160 }
    const on = grid([axis, axis])
    // Covariance C and K: E[s^T K s] = tr(K C^-1)
    const [a, b, c] = [1, 0.4, 0.8]
    const det = a * c - b * b
    const p = cellAverages(
      on,
      atPoints(
        2,
        (x, y) =>
          Math.exp(-0.5 * ((c * x * x - 2 * b * x * y + a * y * y) / det)) / (2 * Math.PI * Math.sqrt(det)),
      ),
    )
    const tensor = new Float64Array(3 * 160 * 160)
    for (let i = 0; i < 160 * 160; i++) tensor.set([0.7, 0.3, 0.5], 3 * i)
    expect(weightedFisher(p, on, tensor)).toBeCloseTo((0.7 * c - 2 * 0.3 * b + 0.5 * a) / det, 2)
    tensor.forEach((value, i) => (tensor[i] = i % 3 === 1 ? -value : value))
    expect(weightedFisher(p, on, tensor)).toBeCloseTo((0.7 * c + 2 * 0.3 * b + 0.5 * a) / det, 2)
  })
})
