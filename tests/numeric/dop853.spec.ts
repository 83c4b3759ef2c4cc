import { describe, expect, test } from 'vitest'
import { dop853 } from '#core/numeric/dop853'
import { fifth, nodes, rows, third, weights } from '#core/numeric/dop853-tableau'

const tight = { relative: 1e-12, absolute: 1e-13 }

describe('the tableau', () => {
  test('rows sum to the nodes', () =>
    rows.forEach((row, i) => expect(row.reduce((sum, [, a]) => sum + a, 0)).toBeCloseTo(nodes[i]!, 13)))

  test('quadrature conditions: sum b c^k = 1/(k + 1) up to the order, and not beyond', () => {
    for (let k = 0; k < 8; k++)
      expect(weights.reduce((sum, [i, b]) => sum + b * nodes[i]! ** k, 0)).toBeCloseTo(1 / (k + 1), 13)
    const moment = (row: typeof third, k: number): number =>
      row.reduce((sum, [i, b]) => sum + b * nodes[i]! ** k, 0)
    for (let k = 0; k < 3; k++) expect(moment(third, k)).toBeCloseTo(1 / (k + 1), 13)
    expect(Math.abs(moment(third, 3) - 1 / 4)).toBeGreaterThan(1e-3)
    for (let k = 0; k < 5; k++) expect(moment(fifth, k)).toBeCloseTo(0, 13)
    expect(Math.abs(moment(fifth, 5))).toBeGreaterThan(1e-4)
  })
})

describe('dop853', () => {
  test('Kepler: eccentricity 0.6 after ten orbits', () => {
    const y = Float64Array.of(0.4, 0, 0, 2)
    dop853(
      (out, _, [x = 0, z = 0, u = 0, v = 0]) => {
        const cube = Math.hypot(x, z) ** 3
        out.set([u, v, -x / cube, -z / cube])
      },
      y,
      0,
      20 * Math.PI,
      tight,
    )
    ;[0.4, 0, 0, 2].forEach((value, i) => expect(Math.abs(y[i]! - value)).toBeLessThan(1e-8))
  })

  test('backwards, with time in the field, to rounding', () => {
    const y = Float64Array.of(Math.exp(-1) + 1)
    // y = exp(-t^2) + t, backwards from 1 to 0
    dop853((out, t, [x = 0]) => out.fill(-2 * t * (x - t) + 1), y, 1, 0, tight)
    expect(y[0]).toBeCloseTo(1, 11)
  })

  test('order 8 with steps of equal length', () => {
    const errorOf = (steps: number): number => {
      const y = Float64Array.of(1)
      const h = 4 / steps
      for (let i = 0; i < steps; i++)
        dop853((out, t, [x = 0]) => out.fill(x * Math.cos(t)), y, i * h, (i + 1) * h, {
          relative: 1e20,
          absolute: 1e20,
          firstStep: h,
        })
      return Math.abs(y[0]! - Math.exp(Math.sin(4)))
    }
    const errors = [8, 16, 32].map(errorOf)
    expect(Math.abs(Math.log2(errors[0]! / errors[1]!) - 8)).toBeLessThan(0.7)
    expect(Math.abs(Math.log2(errors[1]! / errors[2]!) - 8)).toBeLessThan(0.7)
  })

  test('gives up on a field that is not finite', () => {
    expect(() => dop853((out) => out.fill(NaN), Float64Array.of(1), 0, 1, tight)).toThrow(/too small|steps/)
  })
})
