import { extrapolatedValue } from '#core/densities/backward/monte-carlo'
import { evenTimes } from '#core/densities/evolve'
import { type BackwardEstimates, momentOf } from '#core/protocol/backward'
import type { BackwardSetting } from './setting'
import type { BackwardSolution } from './solution'

/** Places along each axis from which paths start, and paths from each */
const PLACES = { line: 15, plane: 3 } as const
const PATHS = 2000
/** Least steps of the paths from where they start to the horizon, however near it is */
const PATH_STEPS = 200

/** Means over paths from cells of the window at the moment of a step, and the solution there. */
export function estimatesAt(
  { sde, payoff, steps, seed, move }: BackwardSetting,
  { axes, times, values }: BackwardSolution,
  step: number,
  paths = PATHS,
): BackwardEstimates {
  const moment = momentOf(step, steps, times.length)
  const left = pathTimes(times, moment)
  const [x, y] = axes
  const along = PLACES[y === undefined ? 'line' : 'plane']
  const cells = placesOf(x!.length, along).flatMap((i) =>
    y === undefined
      ? [{ cell: i, at: [x![i]!] }]
      : placesOf(y.length, along).map((j) => ({ cell: i * y.length + j, at: [x![i]!, y[j]!] })),
  )
  const found = cells.map(({ at }, k) => extrapolatedValue(sde, payoff, at, left, paths, seed + 1 + k, move))
  const size = values.length / times.length
  const numbers = {
    places: Float64Array.from(cells.flatMap(({ at }) => at)),
    mean: Float64Array.from(found, ({ mean }) => mean),
    error: Float64Array.from(found, ({ error }) => error),
    u: Float64Array.from(cells, ({ cell }) => values[moment * size + cell]!),
  }
  return { t: times[moment]!, ...numbers, paths, ...verdict(numbers) }
}

function placesOf(count: number, places: number): readonly number[] {
  return Array.from({ length: places }, (_, k) => Math.floor(((k + 0.5) / places) * count))
}

/** Even times from a moment to the horizon */
function pathTimes(times: Float64Array, moment: number): Float64Array {
  const [from, end] = [times[moment]!, times.at(-1)!]
  if (from === end) return Float64Array.of(end)
  const steps = Math.max(times.length - 1 - moment, PATH_STEPS)
  // Pairs of them make the longer steps.
  return evenTimes(end - from, 2 * Math.ceil(steps / 2)).map((t) => from + t)
}

function verdict({
  mean,
  error,
  u,
}: Pick<BackwardEstimates, 'mean' | 'error' | 'u'>): Pick<
  BackwardEstimates,
  'apart' | 'compared' | 'difference'
> {
  let [apart, compared, difference] = [0, 0, 0]
  mean.forEach((value, k) => {
    const off = Math.abs(value - u[k]!)
    difference = Math.max(difference, off)
    if (error[k] === 0) return
    compared++
    apart = Math.max(apart, off / error[k]!)
  })
  return { apart, compared, difference }
}
