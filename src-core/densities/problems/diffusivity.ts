import { centres, faces, type Grid, shape } from '#core/numeric/grids/grid'

/** A function of the coordinates; y is 0 on a line. */
export type Field = (x: number, y: number) => number

/** A field at the faces of an axis, [count + 1, lines]. */
export function fillFaces(out: Float64Array, grid: Grid, axis: 0 | 1, field: Field): void {
  const [nx, ny] = shape(grid)
  if (axis === 0) {
    const x = faces(grid.axes[0])
    const y = grid.axes[1] === undefined ? new Float64Array(1) : centres(grid.axes[1])
    for (let i = 0, at = 0; i <= nx; i++) for (let j = 0; j < ny; j++) out[at++] = field(x[i]!, y[j]!)
    return
  }
  const x = centres(grid.axes[0])
  const y = faces(grid.axes[1]!)
  for (let j = 0, at = 0; j <= ny; j++) for (let i = 0; i < nx; i++) out[at++] = field(x[i]!, y[j]!)
}
