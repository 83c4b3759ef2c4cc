import { expect, test } from 'vitest'
import { mixtureOnGrid } from '#core/densities/problems/mixture-on-grid'
import { centrePoints, grid } from '#core/numeric/grids/grid'
import { mixtureScore } from '#core/scores/mixture-score'
import { aniso3, ring8 } from '#tests/golden/mixtures'

test.each([
  ['ring', ring8],
  ['ellipses', aniso3],
])('a %s on the grid is its log density at every noise level, near and far', (_, form) => {
  const axis = { low: -5, high: 5, count: 96 }
  const on = grid([axis, { ...axis, low: -4, count: 80 }])
  const points = centrePoints(on)
  const score = mixtureScore(form)
  const [found, expected] = [new Float64Array(96 * 80), new Float64Array(96 * 80)]
  for (const [alpha, sigma] of [
    [0.01, 1],
    [0.6, 0.8],
    [1, 0.2],
    [1, 1e-3],
    [0.2, 0.02],
  ] as const) {
    const level = score.at(alpha, sigma)
    mixtureOnGrid(on, form)(found, alpha, sigma, level)
    level.logDensity(expected, points, expected.length)
    found.forEach((value, i) =>
      expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-11 * Math.max(1, Math.abs(expected[i]!))),
    )
  }
})
