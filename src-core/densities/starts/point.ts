import { entry } from '#core/params/entry'
import { type Axis, cellCount, cellSize, type Grid, shape, spacing } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import { place, type Start } from './start'

export const point = entry({
  kind: 'point',
  title: 'Point source',
  doc: 'All of it in one place: what comes of it is the kernel of the equation.',
  source: 'closed form',
  formula: 'p_0 = \\delta(x - x_0)',
  params: { x: place('x', 0), y: place('y', 0) },
  make: ({ x, y }): Start => ({
    averages(grid) {
      const out = new Float64Array(cellCount(grid))
      for (const { cell, share } of cellsAround(grid, [x, y])) out[cell]! += share / cellSize(grid)
      return out
    },
    sample(out, grid) {
      const d = grid.axes.length
      for (let i = 0; i < out.length; i++) out[i] = [x, y][i % d]!
    },
  }),
})

/** Cells about a point with shares that keep its mass and its mean. */
function cellsAround(grid: Grid, at: readonly [number, number]): { cell: number; share: number }[] {
  const [first, second] = grid.axes
  const [, ny] = shape(grid)
  const along = neighbours(first, at[0], 'x')
  if (second === undefined) return along
  return along.flatMap((a) =>
    neighbours(second, at[1], 'y').map((b) => ({ cell: a.cell * ny + b.cell, share: a.share * b.share })),
  )
}

function neighbours(axis: Axis, at: number, name: string): { cell: number; share: number }[] {
  if (!(at > axis.low && at < axis.high))
    throw new Invalid(
      `start.${name}`,
      `is ${at}, outside of the domain; a number between ${axis.low} and ${axis.high} was expected`,
    )
  const place = (at - axis.low) / spacing(axis) - 0.5
  const left = Math.min(axis.count - 1, Math.max(0, Math.floor(place)))
  const right = Math.min(axis.count - 1, left + 1)
  const share = Math.min(1, Math.max(0, place - left))
  return [
    { cell: left, share: 1 - share },
    { cell: right, share },
  ].filter((part) => part.share > 0)
}
