import { describe, expect, test } from 'vitest'
import { gaussian } from '#core/densities/starts/gaussian'
import { point } from '#core/densities/starts/point'
import { particlesAgainst } from '#core/measures/grid/particles-against'
import { type Grid, grid } from '#core/numeric/grids/grid'

const plane = grid([
  { low: -2, high: 2, count: 128 },
  { low: -2, high: 2, count: 128 },
])
const line = grid([{ low: -2, high: 2, count: 256 }])
const n = 20_000

describe.each([
  ['the line', line],
  ['the plane', plane],
] as [string, Grid][])('particles against a density on %s', (_, on) => {
  const d = on.axes.length

  test.each([
    ['on an edge of cells', 0],
    ['off the edges', 0.123],
  ])('a cloud in one place %s is no distance from the point that it is', (_name, at) => {
    const start = point.make({ x: at, y: at })
    const x = new Float64Array(n * d)
    start.sample(x, on, 1, 0)
    expect(particlesAgainst(x, start.averages(on), on).totalVariation).toBeLessThan(1e-12)
  })

  test('exact draws are as far as the floor says, and a shifted cloud is found out', () => {
    const start = gaussian.make({ x: 0.1, y: -0.2, deviation: 0.3 })
    const p = start.averages(on)
    const ratios = Array.from({ length: 10 }, (_, k) => {
      const x = new Float64Array(n * d)
      start.sample(x, on, k + 1, 0)
      const found = particlesAgainst(x, p, on)
      const shifted = particlesAgainst(
        x.map((value, i) => (i % d === 0 ? value + 0.06 : value)),
        p,
        on,
      )
      expect(shifted.totalVariation).toBeGreaterThan(1.5 * shifted.floor)
      return found.totalVariation / found.floor
    })
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
    expect(mean).toBeGreaterThan(0.8)
    expect(mean).toBeLessThan(1.1)
  })
})
