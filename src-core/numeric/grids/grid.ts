import { Invalid } from '#core/params/invalid'

/** `count` equal cells from low to high. */
export interface Axis {
  readonly low: number
  readonly high: number
  readonly count: number
}

/**
 * Cells of an interval or a rectangle. A density on it is one number a cell, the average over the cell: [nx] or
 * [nx, ny] with y fastest.
 */
export interface Grid {
  readonly axes: readonly [Axis] | readonly [Axis, Axis]
}

export const mostCells = { line: 4096, plane: 512 } as const
const LEAST_CELLS = 4

/** Checks the numbers; `path` is where they stand in the document. */
export function grid(axes: Grid['axes'], path = 'grid'): Grid {
  const most = axes.length === 1 ? mostCells.line : mostCells.plane
  axes.forEach(({ low, high, count }, i) => {
    const at = [path, `axes.${i}`].filter((part) => part !== '').join('.')
    if (!Number.isFinite(low) || !Number.isFinite(high) || low >= high)
      throw new Invalid(at, `goes from ${low} to ${high}; finite ends with low below high were expected`)
    if (!Number.isInteger(count) || count < LEAST_CELLS || count > most)
      throw new Invalid(
        `${at}.count`,
        `is ${count}; a whole number from ${LEAST_CELLS} to ${most} was expected`,
      )
  })
  return { axes }
}

export function spacing({ low, high, count }: Axis): number {
  return (high - low) / count
}

/** Coordinates of the cells' centres */
export function centres(axis: Axis): Float64Array {
  const h = spacing(axis)
  return Float64Array.from({ length: axis.count }, (_, i) => axis.low + (i + 0.5) * h)
}

/** Coordinates of the count + 1 faces, both ends included */
export function faces(axis: Axis): Float64Array {
  const h = spacing(axis)
  return Float64Array.from({ length: axis.count + 1 }, (_, i) =>
    i === axis.count ? axis.high : axis.low + i * h,
  )
}

/** Number of cells along x and y; a line has one along y. */
export function shape({ axes }: Grid): readonly [number, number] {
  return [axes[0].count, axes[1]?.count ?? 1]
}

export function cellCount(of: Grid): number {
  const [nx, ny] = shape(of)
  return nx * ny
}

/** Length or area of a cell */
export function cellSize({ axes }: Grid): number {
  return spacing(axes[0]) * (axes[1] === undefined ? 1 : spacing(axes[1]))
}

/** Points at the cells' centres, [cells, d] */
export function centrePoints(of: Grid): Float64Array {
  const [nx, ny] = shape(of)
  const x = centres(of.axes[0])
  if (of.axes[1] === undefined) return x
  const y = centres(of.axes[1])
  const points = new Float64Array(2 * nx * ny)
  for (let i = 0; i < nx; i++)
    for (let j = 0; j < ny; j++) {
      points[2 * (i * ny + j)] = x[i]!
      points[2 * (i * ny + j) + 1] = y[j]!
    }
  return points
}
