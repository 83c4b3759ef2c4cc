import { catalog } from '#core/catalog/index'
import { backwardValue } from '#core/densities/backward/backward-value'
import { monteCarloValue } from '#core/densities/backward/monte-carlo'
import { evenTimes } from '#core/densities/evolve'
import { finiteField } from '#core/densities/problems/formula-field'
import { fokkerPlanck } from '#core/densities/problems/fokker-planck'
import type { Sde } from '#core/densities/sde/sde'
import { simulate } from '#core/densities/sde/simulate'
import { type AxisEnds, closedEnds } from '#core/densities/transport'
import type { Seeds, Subject } from '#core/experiment/document'
import { compileFormula } from '#core/numeric/formula'
import { type Axis, centres, mostCells, spacing } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import { type Backward, payoffParam } from '#core/protocol/backward'
import { assembleEquation } from './equation-model'
import { endsOf } from './states'

/** Places of the slice from which paths start, and paths from each */
const PLACES = 15
const PATHS = 2000
/** Steps over the whole horizon, however many the document has */
const STEPS = { least: 200, most: 400 } as const
/** Least steps of the paths from where they start to the horizon, however near it is */
const PATH_STEPS = 200
/** Steps of the equation between two moments: what is far from rest falls within few of them */
const PARTS = 4
/** Moments and cells of the picture */
const PICTURE = { moments: 160, cells: 320 } as const
/** Halvings of the last step, where a payoff that jumps is smoothed first */
const HALVINGS = 6
/** How much further than the furthest of a few paths the grid goes beyond a window */
const MARGIN = 1.6
const SCOUTS = 200

/** The payoff as a function of x; throws `Invalid` at `payoff`. */
export function payoffOf(text: string): (x: number) => number {
  const { maxLength, variables = [] } = payoffParam
  if (text.trim() === '' || text.length > maxLength)
    throw new Invalid('payoff', `is not usable; a formula in x of 1 to ${maxLength} letters was expected`)
  const value = finiteField(compileFormula(text, variables, 'payoff'), text, 'payoff', 1)
  return (x) => value(x, 0)
}

/**
 * The expected payoff by Kolmogorov's backward equation, and by paths from places at the time of a step. Held ends of
 * the document's interval are those of a window: the grid goes on behind them as far as paths do.
 */
export function backwardOf(subject: Subject, { path: seed }: Seeds, text: string, step: number): Backward {
  if (subject.kind !== 'sde')
    throw new Invalid('experiment.subject.kind', `is "${subject.kind}"; "sde" was expected`)
  const { sde, domain } = assembleEquation(subject, catalog)
  const [window, ends] = [domain.grid.axes[0], domain.ends[0]!]
  if (sde?.dimension !== 1)
    throw new Invalid('experiment.subject.equation', 'is one in the plane; one on a line was expected')
  const payoff = payoffOf(text)
  const { times, at } = momentsOf(subject.horizon, subject.steps, step)
  const move = endsOf([openAt(window, ends)], [ends])
  const { axis, inside } = widened(window, reach(sde, window, times, seed, move))
  const all = centres(axis)
  const x = all.subarray(inside.from, inside.to)
  const picture = { cells: every(x.length, PICTURE.cells), moments: every(times.length, PICTURE.moments) }
  const values = new Float64Array(picture.cells.length * picture.moments.length)
  let slice = new Float64Array(0)
  const problem = beyondWindow(() =>
    fokkerPlanck({ axes: [axis] }, [ends === 'periodic' ? ends : closedEnds], sde),
  )
  const solved = beyondWindow(() => {
    for (const { moment, u } of onMoments(problem, all.map(payoff), times)) {
      const seen = u.subarray(inside.from, inside.to)
      if (moment === at) slice = seen.slice()
      const row = picture.moments.indexOf(moment)
      if (row >= 0) picture.cells.forEach((cell, k) => (values[row * picture.cells.length + k] = seen[cell]!))
    }
    return slice
  })
  const left = pathTimes(times, at)
  const cells = Array.from({ length: PLACES }, (_, k) => Math.floor(((k + 0.5) / PLACES) * x.length))
  const found = cells.map((cell, k) =>
    monteCarloValue(sde, payoff, [x[cell]!], left, PATHS, seed + 1 + k, move),
  )
  const estimates = {
    x: Float64Array.from(cells, (cell) => x[cell]!),
    mean: Float64Array.from(found, ({ mean }) => mean),
    error: Float64Array.from(found, ({ error }) => error),
    u: Float64Array.from(cells, (cell) => solved[cell]!),
    paths: PATHS,
  }
  return {
    x: Float64Array.from(picture.cells, (cell) => x[cell]!),
    t: Float64Array.from(picture.moments, (moment) => times[moment]!),
    values,
    slice: { t: times[at]!, x: x.slice(), u: solved },
    estimates,
    ...verdict(estimates),
  }
}

function verdict({
  mean,
  error,
  u,
}: Backward['estimates']): Pick<Backward, 'apart' | 'compared' | 'difference'> {
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

/** Moments from 0 to the horizon, between those of the document where it has few, and where the step is among them. */
function momentsOf(horizon: number, steps: number, step: number): { times: Float64Array; at: number } {
  const count = steps > STEPS.most ? STEPS.most : steps * Math.ceil(STEPS.least / steps)
  const at = Math.min(count, Math.round((step * count) / steps))
  return { times: evenTimes(horizon, count), at }
}

/** The states at the moments alone, from the last to the first; `u` is valid until the next one. */
function* onMoments(
  problem: Parameters<typeof backwardValue>[0],
  payoff: Float64Array,
  times: Float64Array,
): Generator<{ moment: number; u: Float64Array }, void, undefined> {
  const last = times.length - 1
  const [end, dt] = [times[last]!, times[last]! - times[last - 1]!]
  const part = dt / PARTS
  const even = Array.from({ length: last * PARTS }, (_, k) => k * part)
  const fine = Array.from({ length: HALVINGS }, (_, k) => end - part / 2 ** (k + 1))
  const graded = Float64Array.of(...even, ...fine, end)
  for (const { step, u } of backwardValue(problem, payoff, graded)) {
    if (step === 0) yield { moment: last, u }
    const parts = step - HALVINGS
    if (parts > 0 && parts % PARTS === 0) yield { moment: last - parts / PARTS, u }
  }
}

/** Even times from a moment to the horizon */
function pathTimes(times: Float64Array, at: number): Float64Array {
  const [from, end] = [times[at]!, times.at(-1)!]
  if (from === end) return Float64Array.of(end)
  const steps = Math.max(times.length - 1 - at, PATH_STEPS)
  return evenTimes(end - from, steps).map((t) => from + t)
}

/** The interval without the ends that are only those of a window */
function openAt({ low, high, count }: Axis, ends: AxisEnds): Axis {
  if (ends === 'periodic') return { low, high, count }
  return {
    low: ends.low.kind === 'value' ? -Infinity : low,
    high: ends.high.kind === 'value' ? Infinity : high,
    count,
  }
}

/** How far a few paths from both ends of the window go */
function reach(
  sde: Sde,
  { low, high }: Axis,
  times: Float64Array,
  seed: number,
  move: (x: Float64Array, before: Float64Array) => void,
): readonly [number, number] {
  const start = Float64Array.from({ length: 2 * SCOUTS }, (_, i) => (i % 2 === 0 ? low : high))
  const before = start.slice()
  let [least, most] = [low, high]
  for (const { x } of simulate(sde, start, times, seed)) {
    move(x, before)
    before.set(x)
    for (const value of x) {
      if (!Number.isFinite(value))
        throw new Invalid(
          'experiment.subject.equation',
          'takes paths from the ends of the domain to where they are not finite; a shorter horizon or insulated ends were expected',
        )
      if (value < least) least = value
      if (value > most) most = value
    }
  }
  return [least, most]
}

/** Cells as in the window, also where paths go; wider ones where they would be too many. */
function widened(
  window: Axis,
  [least, most]: readonly [number, number],
): { readonly axis: Axis; readonly inside: { readonly from: number; readonly to: number } } {
  const h = spacing(window)
  const beyond = (distance: number): number => Math.ceil((MARGIN * distance) / h)
  const [below, above] = [beyond(window.low - least), beyond(most - window.high)]
  const wanted = below + window.count + above
  const coarser = Math.ceil(wanted / mostCells.line)
  const cells = (count: number): number => Math.ceil(count / coarser)
  const [before, within, after] = [cells(below), cells(window.count), cells(above)]
  if (within < PLACES && coarser > 1)
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

/** Some of the numbers 0 ... count - 1 with the first and the last, evenly */
function every(count: number, most: number): readonly number[] {
  const shown = Math.min(count, most)
  return Array.from({ length: shown }, (_, k) => Math.round((k * (count - 1)) / Math.max(1, shown - 1)))
}

/** A coefficient that is not finite there is told as what it is: inside the window it has been tried. */
function beyondWindow<Made>(act: () => Made): Made {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof Invalid) || !error.path.startsWith('sde')) throw error
    throw new Invalid(
      'experiment.subject.equation',
      `has a coefficient that, outside the domain where paths go, ${error.problem}`,
    )
  }
}
