import { describe, expect, test } from 'vitest'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { mmd } from '#core/measures/kernels/mmd'
import { gaussianKernel, medianDistance } from '#core/measures/kernels/radial'
import { distanceList } from '#core/protocol/distances'
import { type CellGrid, histogram } from '#core/measures/fit/kl-grid'
import type { Points } from '#core/measures/samples/points'
import { judges, type Moment } from '#main/engine/observers/distances/judges'
import { Sample } from '#main/engine/observers/distances/sample'

/** Draws of N(0, I) in the plane, moved and stretched. */
function normals(n: number, seed: number, shift = 0, stretch = 1): Points {
  const values = new Float64Array(2 * n)
  fillNormals(values, 2, seed, 0, streams.start, 0)
  return {
    values: Float32Array.from(values, (v, i) => stretch * v + (i % 2 === 0 ? shift : 0)),
    dimension: 2,
  }
}
const draws = (n: number, seed: number, shift = 0, stretch = 1): Sample =>
  new Sample(normals(n, seed, shift, stretch), `${seed} ${shift} ${stretch}`)

const grid: CellGrid = { counts: [24, 24], low: [-5, -5], high: [5, 5] }
const shares = histogram(normals(100_000, 99), grid).map((count) => count / 100_000)
/** What is known of N(0, I) */
const moment = (reference: Sample): Moment => ({
  reference,
  warm: new Map(),
  score: (x) => x.map((v) => -v),
  cells: () => ({ grid, shares }),
})

describe.each(distanceList.map(({ name }) => [name] as const))('%s', (name) => {
  const { points } = judges[name]
  const exact = draws(points, 1)
  const between = (x: Sample, y: Sample): number => judges[name].between(x, y, moment(exact))
  const floors = [2, 3, 4, 5].map((seed) => between(draws(points, seed), draws(points, 100 + seed)))
  const floor = Math.max(...floors)

  test('is small between exact draws and at least twice as large for a shift of one deviation', () => {
    for (const value of floors) expect(value).toBeGreaterThan(0)
    expect(between(draws(points, 7, 1), exact)).toBeGreaterThan(2 * floor)
  })

  test('grows with the shift', () => {
    const values = [0.5, 1, 2].map((shift) => between(draws(points, 7, shift), exact))
    expect(values[1]).toBeGreaterThan(values[0]!)
    expect(values[2]).toBeGreaterThan(values[1]!)
  })
})

const between = (name: keyof typeof judges, x: Sample, y: Sample): number =>
  judges[name].between(x, y, moment(y))

test('a shift of the same draws costs what it is', () => {
  const [x, y] = [draws(500, 3), draws(500, 3, 2)]
  // Over directions u of the plane, (2 u_1)^2 is 2 on average and |2 u_1| is 4 / pi, up to the finite number of them.
  expect(between('sliced-w2', y, x)).toBeCloseTo(Math.SQRT2, 5)
  expect(between('sliced-w1', y, x)).toBeCloseTo(4 / Math.PI, 2)
  expect(between('frechet', y, x)).toBeCloseTo(2, 5)
  // Debiased transport of a shift costs the shift, whatever the entropy (Feydy et al. 2019).
  expect(between('sinkhorn', y, x)).toBeCloseTo(2, 2)
  // The gap of the distribution functions of N(0, 1) and N(2, 1) is largest in the middle: 2 Phi(1) - 1.
  expect(between('kolmogorov-smirnov', draws(2000, 5, 2), draws(2000, 6))).toBeCloseTo(0.6827, 1)
  // KL(N(0, s^2 I) || N(0, I)) = s^2 - 1 - 2 log s in the plane; cells lose a little, chance adds about 100/n.
  const s = 0.7
  expect(between('kl-grid', draws(10_000, 8, 0, s), x)).toBeCloseTo(s * s - 1 - 2 * Math.log(s), 1)
})

test('MMD is that of all pairs, also where a sample strays far from the exact one', () => {
  const y = draws(400, 3)
  const h = medianDistance(y.points, y.points, 200)
  for (const x of [draws(400, 4, 0.5), draws(400, 4, 15), draws(400, 4, 4000)])
    expect(between('mmd', x, y)).toBeCloseTo(Math.sqrt(mmd(x.points, y.points, gaussianKernel(h)).biased), 5)
})

test('transport begins where the same samples ended a moment before, and ends at the same', () => {
  const warm: Moment['warm'] = new Map()
  const at = (shift: number, from: Moment['warm']): number => {
    const [x, y] = [new Sample(normals(200, 3, shift), 'x'), new Sample(normals(200, 4), 'y')]
    return judges.sinkhorn.between(x, y, { ...moment(y), warm: from })
  }
  for (const shift of [1, 1.1, 1.2]) at(shift, warm)
  expect(warm.size).toBe(1)
  expect(Math.abs(at(1.3, warm) / at(1.3, new Map()) - 1)).toBeLessThan(1e-3)
})

test('Fréchet does not see what has the same moments; the others do', () => {
  const two = new Sample(
    {
      values: Float64Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? (i % 4 === 0 ? 1 : -1) : 0)),
      dimension: 2,
    },
    'two',
  )
  const spread = new Sample(
    {
      values: Float64Array.from({ length: 1000 }, (_, i) =>
        i % 2 === 0 ? Math.sqrt(3) * ((2 * (i / 2 + 0.5)) / 500 - 1) : 0,
      ),
      dimension: 2,
    },
    'two',
  )
  expect(between('frechet', two, spread)).toBeLessThan(0.01)
  expect(between('sliced-w2', two, spread)).toBeGreaterThan(0.2)
})
