import { shape, spacing } from '#core/numeric/grids/grid'
import { separable, transformOfEnds } from '#core/numeric/transforms/separable'
import { Invalid } from '#core/params/invalid'
import type { PoissonProblem } from './poisson-problem'

/**
 * The five-point equations solved in the waves that diagonalise them (Hockney 1965; Swarztrauber 1977): exact up to
 * rounding, n log n. Cells must be powers of two. Throws `Invalid` for ends of different kinds on one axis, which have
 * no such waves here.
 */
export function poissonByTransform({ grid, kinds, right, floating }: PoissonProblem): Float64Array {
  const [nx, ny] = shape(grid)
  const transforms = kinds.map((kind, axis) => {
    if (kind !== 'periodic' && kind.low !== kind.high)
      throw new Invalid(
        'equation.method',
        'is the fast transform, which takes both ends of an axis alike; multigrid was expected',
      )
    return transformOfEnds(
      kind === 'periodic' ? 'periodic' : kind.low === 'value' ? 'sine-cells' : 'cosine-cells',
      grid.axes[axis]!.count,
    )
  })
  const eigenvalues = transforms.map((transform, axis) => {
    const h = spacing(grid.axes[axis]!)
    return Float64Array.from(
      { length: transform.count },
      (_, c) => ((2 * Math.sin(transform.angle(c) / 2)) / h) ** 2,
    )
  })
  const u = right.slice()
  const both = separable(transforms)
  both.analyse(u)
  const [x, y] = eigenvalues
  for (let i = 0; i < nx; i++)
    for (let j = 0; j < ny; j++) {
      const value = x![i]! + (y?.[j] ?? 0)
      const at = i * ny + j
      u[at] = floating && at === 0 ? 0 : u[at]! / value
    }
  both.synthesise(u)
  return u
}
