import { describe, expect, test } from 'vitest'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { distanceList } from '#core/protocol/distances'
import { judges, sampleOf } from '#main/engine/observers/distances'

/** Draws of N(0, I) in the plane, moved and stretched. */
function draws(n: number, seed: number, shift = 0, stretch = 1) {
  const values = new Float64Array(2 * n)
  fillNormals(values, 2, seed, 0, streams.start, 0)
  return sampleOf({
    values: values.map((v, i) => stretch * v + (i % 2 === 0 ? shift : 0)),
    dimension: 2 as const,
  })
}
const score = (x: Float64Array): Float64Array => x.map((v) => -v)

describe.each(distanceList.map(({ name }) => [name] as const))('%s', (name) => {
  const { points, between } = judges[name]
  const exact = draws(points, 1)
  const floors = [2, 3, 4, 5].map((seed) => between(draws(points, seed), draws(points, 100 + seed), score))
  const floor = Math.max(...floors)

  test('is small between exact draws and at least twice as large for a shift of one deviation', () => {
    for (const value of floors) expect(value).toBeGreaterThan(0)
    expect(between(draws(points, 7, 1), exact, score)).toBeGreaterThan(2 * floor)
  })

  test('grows with the shift', () => {
    const values = [0.5, 1, 2].map((shift) => between(draws(points, 7, shift), exact, score))
    expect(values[1]).toBeGreaterThan(values[0]!)
    expect(values[2]).toBeGreaterThan(values[1]!)
  })
})

test('a shift of the same draws costs what it is', () => {
  const [x, y] = [draws(500, 3), draws(500, 3, 2)]
  // Over directions u of the plane, (2 u_1)^2 is 2 on average and |2 u_1| is 4 / pi, up to the finite number of them.
  expect(judges['sliced-w2'].between(y, x, score)).toBeCloseTo(Math.SQRT2, 10)
  expect(judges['sliced-w1'].between(y, x, score)).toBeCloseTo(4 / Math.PI, 2)
  expect(judges.frechet.between(y, x, score)).toBeCloseTo(2, 6)
  // The gap of the distribution functions of N(0, 1) and N(2, 1) is largest in the middle: 2 Phi(1) - 1.
  expect(judges['kolmogorov-smirnov'].between(draws(2000, 5, 2), draws(2000, 6), score)).toBeCloseTo(
    0.6827,
    1,
  )
})

test('Fréchet does not see what has the same moments; the others do', () => {
  const two = sampleOf({
    values: Float64Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? (i % 4 === 0 ? 1 : -1) : 0)),
    dimension: 2,
  })
  const spread = sampleOf({
    values: Float64Array.from({ length: 1000 }, (_, i) =>
      i % 2 === 0 ? Math.sqrt(3) * ((2 * (i / 2 + 0.5)) / 500 - 1) : 0,
    ),
    dimension: 2,
  })
  expect(judges.frechet.between(two, spread, score)).toBeLessThan(0.01)
  expect(judges['sliced-w2'].between(two, spread, score)).toBeGreaterThan(0.2)
})
