import { backwardValue } from '#core/densities/backward/backward-value'
import { fokkerPlanck } from '#core/densities/problems/fokker-planck'
import { closedEnds, type Transport } from '#core/densities/transport'
import { centrePoints, centres, type Grid } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import type { BackwardPicture } from '#core/protocol/backward'
import type { BackwardSetting } from './setting'

/** Steps of the equation between two moments: what is far from rest falls within few of them */
const PARTS = { line: 4, plane: 2 } as const
/** Halvings of the last step, where a payoff that jumps is smoothed first */
const HALVINGS = 6
/** Most cells of an axis of a picture */
const SEEN = { line: 640, plane: 96 } as const

/** u at every moment on the cells of the window. */
export interface BackwardSolution {
  /** Centres of the window's cells, one array an axis */
  readonly axes: readonly Float64Array[]
  readonly times: Float64Array
  /** [moments, cells], last axis fastest */
  readonly values: Float64Array
}

/** By implicit Euler, extrapolated, on the document's cells and behind its window. */
export function solveBackward({ sde, payoff, axes, ends, times }: BackwardSetting): BackwardSolution {
  const [first, second] = axes
  const grid: Grid = { axes: second === undefined ? [first!.axis] : [first!.axis, second.axis] }
  const d = grid.axes.length
  const points = centrePoints(grid)
  const start = Float64Array.from({ length: points.length / d }, (_, i) =>
    payoff(points[i * d]!, d === 1 ? 0 : points[i * d + 1]!),
  )
  const spans = axes.map(({ inside }) => inside)
  const [across, up = { from: 0, to: 1 }] = spans
  const columns = second?.axis.count ?? 1
  const cells = (across!.to - across!.from) * (up.to - up.from)
  const values = new Float64Array(times.length * cells)
  beyondWindow(() => {
    const problem = fokkerPlanck(
      grid,
      ends.map((end) => (end === 'periodic' ? end : closedEnds)),
      sde,
    )
    for (const { moment, u } of onMoments(problem, start, times, PARTS[d === 1 ? 'line' : 'plane'])) {
      let to = moment * cells
      for (let i = across!.from; i < across!.to; i++)
        for (let j = up.from; j < up.to; j++) values[to++] = u[i * columns + j]!
    }
  })
  return {
    axes: axes.map(({ axis, inside }) => centres(axis).slice(inside.from, inside.to)),
    times,
    values,
  }
}

/** As many cells as can be seen, at all moments */
export function pictureOf({ axes, times, values }: BackwardSolution): BackwardPicture {
  const [x, y = new Float64Array(1)] = axes
  const most = axes.length === 1 ? SEEN.line : SEEN.plane
  const [columns, rows] = [every(x!.length, most), every(y.length, most)]
  const cells = x!.length * y.length
  const out = new Float32Array(times.length * columns.length * rows.length)
  let to = 0
  for (let moment = 0; moment < times.length; moment++)
    for (const i of columns) for (const j of rows) out[to++] = values[moment * cells + i * y.length + j]!
  const shown = [columns.map((i) => x![i]!), rows.map((j) => y[j]!)].slice(0, axes.length)
  return { axes: shown.map((centre) => Float64Array.from(centre)), t: times.slice(), values: out }
}

/** The states at the moments alone, from the last to the first; `u` is valid until the next one. */
function* onMoments(
  problem: Transport,
  payoff: Float64Array,
  times: Float64Array,
  parts: number,
): Generator<{ moment: number; u: Float64Array }, void, undefined> {
  const last = times.length - 1
  const [end, dt] = [times[last]!, times[last]! - times[last - 1]!]
  const part = dt / parts
  const even = Array.from({ length: last * parts }, (_, k) => k * part)
  const fine = Array.from({ length: HALVINGS }, (_, k) => end - part / 2 ** (k + 1))
  const graded = Float64Array.of(...even, ...fine, end)
  // Cells of a plane are wide, so that its drift rules across many of them.
  for (const { step, u } of backwardValue(problem, payoff, graded, problem.grid.axes.length === 2)) {
    if (step === 0) yield { moment: last, u }
    const done = step - HALVINGS
    if (done > 0 && done % parts === 0) yield { moment: last - done / parts, u }
  }
}

/** Some of the numbers 0 ... count - 1 with the first and the last, evenly */
function every(count: number, most: number): readonly number[] {
  const shown = Math.min(count, most)
  return Array.from({ length: shown }, (_, k) => Math.round((k * (count - 1)) / Math.max(1, shown - 1)))
}

/** A coefficient that is not finite there is told as what it is: inside the window it has been tried. */
function beyondWindow(act: () => void): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof Invalid) || !error.path.startsWith('sde')) throw error
    throw new Invalid(
      'experiment.subject.equation',
      `has a coefficient that, outside the domain where paths go, ${error.problem}`,
    )
  }
}
