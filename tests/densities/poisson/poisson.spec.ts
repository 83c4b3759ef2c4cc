import { expect, test } from 'vitest'
import { poissonByMultigrid } from '#core/densities/poisson/multigrid'
import { poissonByTransform } from '#core/densities/poisson/by-transform'
import { poissonProblem } from '#core/densities/poisson/poisson-problem'
import type { AxisEnds, End } from '#core/densities/transport'
import { atPoints, cellAverages } from '#core/numeric/grids/averages'
import { centrePoints, type Grid, grid } from '#core/numeric/grids/grid'
import { fitOrder } from '#core/numeric/order-fit'

const gap = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)
const onGrid = (d: 1 | 2, n: number, length = 1): Grid =>
  d === 1
    ? grid([{ low: 0.2, high: 1.2, count: n }])
    : grid([
        { low: 0.2, high: 1.2, count: n },
        { low: -0.3, high: -0.3 + length, count: n },
      ])

/** A solution with no symmetry, its Laplacian, and its slopes, written out by hand. */
const u = (x: number, y: number): number => Math.exp(0.7 * x) * Math.cos(1.3 * y) + 0.4 * x * x * y
const source = (x: number, y: number): number =>
  (1.3 * 1.3 - 0.7 * 0.7) * Math.exp(0.7 * x) * Math.cos(1.3 * y) - 0.8 * y
/** A periodic one: sin(2 pi x) + cos(2 pi (2 x - y)) on the unit square */
const wave = (x: number, y: number): number => Math.sin(2 * Math.PI * x) + Math.cos(2 * Math.PI * (2 * x - y))
const waveSource = (x: number, y: number, d: number): number =>
  4 * Math.PI ** 2 * (Math.sin(2 * Math.PI * x) + (d === 1 ? 4 : 5) * Math.cos(2 * Math.PI * (2 * x - y)))

const averages = (on: Grid, f: (x: number, y: number) => number): Float64Array =>
  cellAverages(on, atPoints(on.axes.length, f))
const atCentres = (on: Grid, f: (x: number, y: number) => number): Float64Array => {
  const points = centrePoints(on)
  const d = on.axes.length
  return Float64Array.from({ length: points.length / d }, (_, i) =>
    d === 1 ? f(points[i]!, 0) : f(points[2 * i]!, points[2 * i + 1]!),
  )
}
const centred = (values: Float64Array): Float64Array => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  return values.map((value) => value - mean)
}
const value: End = { kind: 'value', value: 0 }
const dirichlet: AxisEnds = { low: value, high: value }

const solvers = {
  transform: poissonByTransform,
  multigrid: (problem: Parameters<typeof poissonByTransform>[0]) => poissonByMultigrid(problem).u,
}

for (const [name, solve] of Object.entries(solvers))
  for (const d of [1, 2] as const) {
    test(`${name}, ${d}-D: order 2 with held ends that vary along the boundary`, () => {
      const sizes = [16, 32, 64, 128]
      const errors = sizes.map((n) => {
        const on = onGrid(d, n)
        const flat = (x: number, y: number): number => (d === 1 ? u(x, 0) : u(x, y))
        const f = averages(on, (x, y) => (d === 1 ? -0.49 * Math.exp(0.7 * x) : source(x, y)))
        const ends = d === 1 ? [dirichlet] : [dirichlet, dirichlet]
        return gap(solve(poissonProblem(on, ends, f, flat)), atCentres(on, flat))
      })
      expect(Math.abs((fitOrder(sizes, errors)?.order ?? 0) - 2)).toBeLessThan(0.1)
    })

    test(`${name}, ${d}-D: order 2 with periodic ends`, () => {
      const sizes = [16, 32, 64, 128]
      const errors = sizes.map((n) => {
        const on = onGrid(d, n)
        const flat = (x: number, y: number): number => wave(x, d === 1 ? 0 : y)
        const f = averages(on, (x, y) => waveSource(x, d === 1 ? 0 : y, d))
        const ends: AxisEnds[] = d === 1 ? ['periodic'] : ['periodic', 'periodic']
        return gap(solve(poissonProblem(on, ends, f)), centred(atCentres(on, flat)))
      })
      expect(Math.abs((fitOrder(sizes, errors)?.order ?? 0) - 2)).toBeLessThan(0.1)
    })

    test(`${name}, ${d}-D: order 2 with given fluxes that balance the source`, () => {
      // u = x^2 / 2 (+ y^2): the flux -u' is -x at the ends, and -u'' = -1 (- 2).
      const sizes = [16, 32, 64, 128]
      const errors = sizes.map((n) => {
        const on = onGrid(d, n)
        const flat = (x: number, y: number): number => Math.sin(2 * x) + (d === 1 ? 0 : y ** 4)
        const f = averages(on, (x, y) => 4 * Math.sin(2 * x) - (d === 1 ? 0 : 12 * y * y))
        const slope = (at: number): End => ({ kind: 'flux', flux: -2 * Math.cos(2 * at) })
        const rise = (at: number): End => ({ kind: 'flux', flux: -4 * at ** 3 })
        const ends: AxisEnds[] = [{ low: slope(0.2), high: slope(1.2) }]
        if (d === 2) ends.push({ low: rise(-0.3), high: rise(0.7) })
        return gap(solve(poissonProblem(on, ends, f)), centred(atCentres(on, flat)))
      })
      expect(Math.abs((fitOrder(sizes, errors)?.order ?? 0) - 2)).toBeLessThan(0.1)
    })
  }

const random = (n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => Math.sin(1.7 * i * i + 0.3 * i))
const flux: End = { kind: 'flux', flux: 0 }
const kinds: readonly [string, AxisEnds][] = [
  ['held', dirichlet],
  ['insulated', { low: flux, high: flux }],
  ['periodic', 'periodic'],
]
for (const [first, x] of kinds)
  for (const [second, y] of kinds)
    test.each([1, 6])(`both methods agree on a rough source, ${first} by ${second}, height %d`, (length) => {
      const on = onGrid(2, 64, length)
      const rough = [x, y].includes(dirichlet) ? random(4096) : centred(random(4096))
      const problem = poissonProblem(on, [x, y], rough)
      const { u: slow, residuals } = poissonByMultigrid(problem)
      const fast = poissonByTransform(problem)
      expect(gap(slow, fast)).toBeLessThan(1e-10 * Math.max(...fast.map(Math.abs)))
      // A factor per cycle that does not depend on the number of cells is what multigrid is for.
      expect((residuals.at(4) ?? 0) / residuals[1]!).toBeLessThan(0.3 ** 3)
    })

test('ends of two kinds on one axis: multigrid solves them, the transform says that it does not', () => {
  const on = onGrid(1, 100)
  const ends: AxisEnds = { low: { kind: 'value', value: 1 }, high: { kind: 'flux', flux: 2 } }
  const problem = poissonProblem(on, [ends], new Float64Array(100))
  // -u' = 2 everywhere, u = 1 at 0.2
  const line = atCentres(on, (x) => 1 - 2 * (x - 0.2))
  expect(gap(poissonByMultigrid(problem).u, line)).toBeLessThan(1e-10)
  expect(() => poissonByTransform(problem)).toThrow(
    'equation.method is the fast transform, which takes both ends of an axis alike; multigrid was expected.',
  )
})

test('a source that the ends do not carry off is refused with the excess', () => {
  const on = onGrid(2, 16)
  const ends: AxisEnds = { low: flux, high: { kind: 'flux', flux: 0.25 } }
  expect(() => poissonProblem(on, [ends, 'periodic'], new Float64Array(256).fill(1))).toThrow(
    'equation.source makes 0.750 more than the ends let out; a source and fluxes that balance, or a held end, were expected.',
  )
  expect(() => poissonProblem(on, [ends, 'periodic'], new Float64Array(256).fill(0.25))).not.toThrow()
})
