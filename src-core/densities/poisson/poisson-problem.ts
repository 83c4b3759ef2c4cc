import { cellSize, centres, faces, type Grid, shape, spacing } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import type { Field } from '../problems/diffusivity'
import type { AxisEnds } from '../transport'

/** `value`: u is held at this end; `flux`: its slope is given there. */
export type EndKind = 'value' | 'flux'
export type AxisKind = 'periodic' | { readonly low: EndKind; readonly high: EndKind }

/**
 * -div grad u = f by finite volumes: values at the cells' centres, with all that is given at the ends moved to the right
 * side, so that what is left has ends at 0.
 */
export interface PoissonProblem {
  readonly grid: Grid
  /** One an axis */
  readonly kinds: readonly AxisKind[]
  /** [cells] */
  readonly right: Float64Array
  /** True where only slopes are given: u is known up to a constant, and its mean is taken to be 0. */
  readonly floating: boolean
}

/** Sources and fluxes may miss the balance by this part of their size. */
const BALANCE = 1e-9

/**
 * `source` holds cell averages of f. Ends as in a `Transport` with conductivity 1: a held value, or the flux -du/dx
 * along the axis; `held`, where given, is added to the values at held ends. Throws `Invalid`
 * where only fluxes are given and do not carry off what the source makes.
 */
export function poissonProblem(
  grid: Grid,
  ends: readonly AxisEnds[],
  source: Float64Array,
  held?: Field,
): PoissonProblem {
  const [nx, ny] = shape(grid)
  const right = source.slice()
  const floating = ends.every(
    (end) => end === 'periodic' || (end.low.kind === 'flux' && end.high.kind === 'flux'),
  )
  ends.forEach((end, axis) => {
    if (end === 'periodic') return
    const h = spacing(grid.axes[axis]!)
    const at = faces(grid.axes[axis]!)
    const across = grid.axes[1 - axis]
    const along = across === undefined ? new Float64Array(1) : centres(across)
    const [count, lines] = axis === 0 ? [nx, ny] : [ny, nx]
    for (const [side, cell, place, sign] of [
      [end.low, 0, at[0]!, 1],
      [end.high, count - 1, at[count]!, -1],
    ] as const)
      for (let b = 0; b < lines; b++) {
        const i = axis === 0 ? cell * ny + b : b * ny + cell
        if (side.kind === 'flux') right[i]! += (sign * side.flux) / h
        else {
          const [x, y] = axis === 0 ? [place, along[b]!] : [along[b]!, place]
          const value = side.value + (held?.(x, y) ?? 0)
          right[i]! += (2 * value) / (h * h)
        }
      }
  })
  if (floating) {
    const excess = cellSize(grid) * right.reduce((sum, value) => sum + value, 0)
    const scale = cellSize(grid) * right.reduce((sum, value) => sum + Math.abs(value), 0)
    if (Math.abs(excess) > BALANCE * Math.max(scale, Number.MIN_VALUE))
      throw new Invalid(
        'equation.source',
        `makes ${excess.toPrecision(3)} more than the ends let out; a source and fluxes that balance, or a held end, were expected`,
      )
    const mean = right.reduce((sum, value) => sum + value, 0) / right.length
    for (let i = 0; i < right.length; i++) right[i]! -= mean
  }
  const kinds = ends.map((end): AxisKind =>
    end === 'periodic' ? end : { low: end.low.kind, high: end.high.kind },
  )
  return { grid, kinds, right, floating }
}

/** Makes the mean 0, where a solution is known up to a constant alone. */
export function withoutMean(u: Float64Array): void {
  const mean = u.reduce((sum, value) => sum + value, 0) / u.length
  for (let i = 0; i < u.length; i++) u[i]! -= mean
}
