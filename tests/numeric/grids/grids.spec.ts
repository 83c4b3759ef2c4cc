import { expect, test } from 'vitest'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { atPoints, cellAverages } from '#core/numeric/grids/averages'
import { cellSize, centrePoints, centres, faces, grid } from '#core/numeric/grids/grid'
import { solveCyclic, solveTridiagonal } from '#core/numeric/grids/tridiagonal'

function noise(n: number, node: number): Float64Array {
  const x = new Float64Array(n)
  fillNormals(x, 1, 11, 0, streams.data, node)
  return x
}

test.each([
  ['open', 9, 1],
  ['open', 9, 4],
  ['cyclic', 9, 1],
  ['cyclic', 9, 4],
] as const)('%s systems of %i rows, %i at a time: the solution satisfies the equations', (kind, n, lines) => {
  const below = noise(n * lines, 0)
  const above = noise(n * lines, 1)
  const right = noise(n * lines, 2)
  const diagonal = below.map((value, i) => 1 + Math.abs(value) + Math.abs(above[i]!))
  const x = right.slice()
  const solve = kind === 'open' ? solveTridiagonal : solveCyclic
  solve(below, diagonal.slice(), above.slice(), x, n, lines)
  for (let i = 0; i < n; i++)
    for (let b = 0; b < lines; b++) {
      const at = i * lines + b
      const wrap = (j: number): number => {
        if (kind === 'open' && (j < 0 || j >= n)) return 0
        return x[((j + n) % n) * lines + b]!
      }
      const left = below[at]! * wrap(i - 1) + diagonal[at]! * x[at]! + above[at]! * wrap(i + 1)
      expect(Math.abs(left - right[at]!)).toBeLessThan(1e-13)
    }
})

test('centres, faces, points and sizes', () => {
  const of = grid([
    { low: -1, high: 1, count: 4 },
    { low: 0, high: 3, count: 6 },
  ])
  expect([...centres(of.axes[0])]).toEqual([-0.75, -0.25, 0.25, 0.75])
  expect([...faces(of.axes[0])]).toEqual([-1, -0.5, 0, 0.5, 1])
  expect(cellSize(of)).toBe(0.25)
  expect([...centrePoints(of).subarray(10, 16)]).toEqual([-0.75, 2.75, -0.25, 0.25, -0.25, 0.75])
})

test('averages over cells are exact for polynomials of degree 5', () => {
  const of = grid([
    { low: 0, high: 2, count: 4 },
    { low: -1, high: 3, count: 8 },
  ])
  const values = cellAverages(
    of,
    atPoints(2, (x, y) => x ** 5 + 3 * x * y ** 4),
  )
  const mean = (a: number, b: number, k: number): number =>
    (b ** (k + 1) - a ** (k + 1)) / ((k + 1) * (b - a))
  for (let i = 0; i < 4; i++)
    for (let j = 0; j < 8; j++) {
      const [a, b, c, d] = [i / 2, (i + 1) / 2, -1 + j / 2, -0.5 + j / 2]
      expect(values[i * 8 + j]).toBeCloseTo(mean(a, b, 5) + 3 * mean(a, b, 1) * mean(c, d, 4), 10)
    }
})

test('a grid too large, or turned round, is refused in a sentence', () => {
  expect(() => grid([{ low: 1, high: -1, count: 8 }])).toThrow(
    'grid.axes.0 goes from 1 to -1; finite ends with low below high were expected.',
  )
  const long = { low: 0, high: 1, count: 4096 }
  expect(grid([long]).axes[0].count).toBe(4096)
  expect(() => grid([long, long])).toThrow(
    'grid.axes.0.count is 4096; a whole number from 4 to 512 was expected.',
  )
})
