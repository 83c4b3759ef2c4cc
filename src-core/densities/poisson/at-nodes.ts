import { separable } from '#core/numeric/transforms/separable'
import { waveTransform } from '#core/numeric/transforms/sine-cosine'

/**
 * -div grad u = f on nodes of an interval or a square, both ends among them, with the boundary values given in `u`:
 * the three- or five-point equations of textbooks, by the fast sine transform. `u` and `f` are [n + 1] or
 * [n + 1, n + 1] with n a power of two; inner values of `u` become the solution.
 */
export function poissonAtNodes(
  u: Float64Array,
  f: Float64Array,
  n: number,
  h: number,
  dimension: 1 | 2,
): void {
  const inner = n - 1
  const [row, ny] = dimension === 1 ? [1, 1] : [n + 1, inner]
  const place = (i: number, j: number): number => (dimension === 1 ? i : i * row + j)
  const right = new Float64Array(inner * ny)
  for (let i = 1; i < n; i++)
    for (let j = 1; j <= ny; j++) {
      let value = h * h * f[place(i, j)]!
      if (i === 1) value += u[place(0, j)]!
      if (i === inner) value += u[place(n, j)]!
      if (dimension === 2 && j === 1) value += u[place(i, 0)]!
      if (dimension === 2 && j === inner) value += u[place(i, n)]!
      right[(i - 1) * ny + j - 1] = value
    }
  const transform = waveTransform('sine-nodes', n)
  const both = separable(dimension === 1 ? [transform] : [transform, transform])
  both.analyse(right)
  const eigenvalue = (c: number): number => 4 * Math.sin(transform.angle(c) / 2) ** 2
  for (let i = 0; i < inner; i++)
    for (let j = 0; j < ny; j++) right[i * ny + j]! /= eigenvalue(i) + (dimension === 1 ? 0 : eigenvalue(j))
  both.synthesise(right)
  for (let i = 1; i < n; i++) for (let j = 1; j <= ny; j++) u[place(i, j)] = right[(i - 1) * ny + j - 1]!
}
