import type { Sde } from '#core/densities/sde/sde'
import { simulate } from '#core/densities/sde/simulate'
import type { AxisEnds } from '#core/densities/transport'
import { type Axis, mostCells, spacing } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'

/** How much further than the furthest of a few paths the grid goes beyond a window */
const MARGIN = 1.6
/** Paths from each corner of the window */
const SCOUTS = 200
/** Of their own, so that the grid is the same whatever the document's seeds */
const SCOUT_SEED = 1
/** Fewest cells across a window whose cells had to be made wider */
const LEAST_WITHIN = 15

/** A document's axis with cells behind those of its ends that are only those of a window */
export interface WideAxis {
  readonly axis: Axis
  /** Cells from ... to - 1 are those of the window. */
  readonly inside: { readonly from: number; readonly to: number }
}

/** The axis without the ends that are only those of a window */
export function openAt({ low, high, count }: Axis, ends: AxisEnds): Axis {
  if (ends === 'periodic') return { low, high, count }
  return {
    low: ends.low.kind === 'value' ? -Infinity : low,
    high: ends.high.kind === 'value' ? Infinity : high,
    count,
  }
}

/** How far a few paths from all corners of the window go along each axis */
export function reach(
  sde: Sde,
  window: readonly Axis[],
  times: Float64Array,
  move: (x: Float64Array, before: Float64Array) => void,
): readonly (readonly [number, number])[] {
  const d = window.length
  const corners = 2 ** d
  const start = Float64Array.from({ length: corners * SCOUTS * d }, (_, i) => {
    const axis = i % d
    const corner = Math.floor(i / d) % corners
    return (corner >> axis) % 2 === 0 ? window[axis]!.low : window[axis]!.high
  })
  const before = start.slice()
  const far = window.map(({ low, high }): [number, number] => [low, high])
  for (const { x } of simulate(sde, start, times, SCOUT_SEED)) {
    move(x, before)
    before.set(x)
    x.forEach((value, i) => {
      if (!Number.isFinite(value))
        throw new Invalid(
          'experiment.subject.equation',
          'takes paths from the ends of the domain to where they are not finite; a shorter horizon or insulated ends were expected',
        )
      const ends = far[i % d]!
      ends[0] = Math.min(ends[0], value)
      ends[1] = Math.max(ends[1], value)
    })
  }
  return far
}

/** Cells as in the window, also where paths go; wider ones where they would be too many. */
export function widened(window: Axis, [least, most]: readonly [number, number], cells: number): WideAxis {
  const h = spacing(window)
  const beyond = (distance: number): number => Math.ceil((MARGIN * distance) / h)
  const [below, above] = [beyond(window.low - least), beyond(most - window.high)]
  // Each of the three parts is rounded up.
  const coarser = Math.max(1, (below + window.count + above) / (cells - 3))
  const fewer = (count: number): number => Math.ceil(count / coarser)
  const [before, within, after] = [fewer(below), fewer(window.count), fewer(above)]
  if (within < LEAST_WITHIN && coarser > 1)
    throw new Invalid(
      'experiment.subject.domain',
      'is left so far behind by paths that a grid cannot hold them; a shorter horizon or a wider domain was expected',
    )
  const width = (window.high - window.low) / within
  return {
    axis: {
      low: window.low - before * width,
      high: window.high + after * width,
      count: before + within + after,
    },
    inside: { from: before, to: before + within },
  }
}

/** Most cells of an axis of the solution. In the plane they cost with their square, and u is smooth but for its payoff. */
export const mostAcross = { line: mostCells.line, plane: 192 } as const
