import { catalog } from '#core/catalog/index'
import { exitChance, exitTime } from '#core/densities/backward/exit'
import { type Exit, passagePaths } from '#core/densities/backward/passage-paths'
import { fokkerPlanck } from '#core/densities/problems/fokker-planck'
import { closedEnds, heldEnds, type AxisEnds } from '#core/densities/transport'
import type { SdeSubject } from '#core/experiment/document'
import { centres, grid as gridOf, type Grid, shape } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import type { FirstPassage, PassageWish } from '#core/protocol/first-passage'
import { assembleEquation } from './equation-model'

/** Cells of the region along an axis of a line, and of the plane */
const CELLS = { line: 512, plane: 64 } as const
/** Places from which paths start, and paths from each */
const PLACES = 7
const PATHS = 600
/** Steps to the mean time at least and at most, and mean times after which a path is given up */
const STEPS = { least: 300, most: 1500 } as const
const PATIENCE = 12

/**
 * Mean times until paths leave a region: by the grid, L u = -1 with u = 0 at its boundary, and by paths. An insulated end
 * of the domain at or inside an end of the region reflects. Throws `Invalid`.
 */
export function firstPassage(
  subject: SdeSubject,
  seed: number,
  { low, high, from }: Omit<PassageWish, 'revision'>,
): FirstPassage {
  const { sde, domain, times } = assembleEquation(subject, catalog)
  if (sde === null || !sde.steady)
    throw new Invalid(
      'experiment.subject.equation',
      'changes with t; a steady one was expected for times of passage',
    )
  const { axes } = domain.grid
  const exits = axes.map((axis, a) => exitOf(axis, domain.ends[a]!, low[a] ?? NaN, high[a] ?? NaN))
  axes.forEach((_, a) => {
    const [at, exit] = [from[a] ?? NaN, exits[a]!]
    if (!(at > exit.low && at < exit.high))
      throw new Invalid(
        'from',
        `is ${at}; a place inside the region, from ${exit.low} to ${exit.high}, was expected`,
      )
  })
  if (exits.every(({ lowReflects, highReflects }) => lowReflects && highReflects))
    throw new Invalid(
      'region',
      'is all of an insulated domain, which no path leaves; a smaller one was expected',
    )
  const cells = axes.length === 1 ? CELLS.line : CELLS.plane
  const region = gridOf(
    exits.map(({ low: a, high: b }) => ({ low: a, high: b, count: cells })) as unknown as Grid['axes'],
    'region',
  )
  const problem = fokkerPlanck(region, exits.map(endsOf), sde)
  const u = inRegion(() => exitTime(problem))
  const x = centres(region.axes[0])
  const mean = rowThrough(u, region, from)
  const wide = exits[0]!.high - exits[0]!.low
  const places = [
    from[0]!,
    ...Array.from({ length: PLACES - 1 }, (_, k) => exits[0]!.low + ((k + 0.5) / (PLACES - 1)) * wide),
  ]
  const found = places.map((place, k) => {
    const expected = Math.max(between(x, mean, place), 1e-12)
    const dt = Math.min(Math.max(times[1]! - times[0]!, expected / STEPS.most), expected / STEPS.least)
    const most = Math.ceil((PATIENCE * Math.max(expected, ...mean)) / dt)
    return passagePaths(sde, [place, ...from.slice(1)], exits, { dt, most, paths: PATHS, seed: seed + k })
  })
  const estimates = {
    places: Float64Array.from(places),
    mean: Float64Array.from(found, (one) => one.mean),
    error: Float64Array.from(found, (one) => one.error),
    u: Float64Array.from(places, (place) => between(x, mean, place)),
    paths: PATHS,
  }
  const [own] = found
  const { atHigh: share = 0 } = own ?? {}
  return {
    x,
    mean,
    estimates,
    start: 0,
    atHigh:
      axes.length === 1 && !exits[0]!.lowReflects && !exits[0]!.highReflects
        ? {
            equation: between(x, exitChance(problem, [[0, 1]]), from[0]!),
            paths: share,
            error: Math.sqrt(Math.max(share * (1 - share), 1 / PATHS) / PATHS),
          }
        : null,
    inside: found.reduce((sum, one) => sum + one.inside, 0),
    apart: found.reduce(
      (most, one, k) => Math.max(most, one.error > 0 ? Math.abs(one.mean - estimates.u[k]!) / one.error : 0),
      0,
    ),
  }
}

/** The solver knows the region as its domain. */
function inRegion<Made>(act: () => Made): Made {
  try {
    return act()
  } catch (error) {
    throw error instanceof Invalid && error.path === 'domain' ? new Invalid('region', error.problem) : error
  }
}

/** The ends of the region along an axis: where the domain ends and is insulated, paths are turned back. */
function exitOf(
  axis: { readonly low: number; readonly high: number },
  ends: AxisEnds,
  low: number,
  high: number,
): Exit {
  if (!(low < high))
    throw new Invalid('region', `goes from ${low} to ${high}; a low end below the high end was expected`)
  if (ends === 'periodic') return { low, high, lowReflects: false, highReflects: false }
  const closed = { low: ends.low.kind === 'flux', high: ends.high.kind === 'flux' }
  return {
    low: Math.max(low, axis.low),
    high: Math.min(high, axis.high),
    lowReflects: closed.low && low <= axis.low,
    highReflects: closed.high && high >= axis.high,
  }
}

function endsOf({ lowReflects, highReflects }: Exit): AxisEnds {
  const open = heldEnds(0, 0)
  if (open === 'periodic' || closedEnds === 'periodic') return open
  return { low: lowReflects ? closedEnds.low : open.low, high: highReflects ? closedEnds.high : open.high }
}

/** Values along the first axis, through the place where paths start */
function rowThrough(u: Float64Array, on: Grid, from: readonly number[]): Float64Array {
  const [nx, ny] = shape(on)
  const second = on.axes[1]
  if (second === undefined) return u
  const y = centres(second)
  return Float64Array.from({ length: nx }, (_, i) => between(y, u.subarray(i * ny, (i + 1) * ny), from[1]!))
}

/** Linear between the centres of cells, and from the last of them on as it went before */
function between(x: Float64Array, values: Float64Array, at: number): number {
  const h = x[1]! - x[0]!
  const i = Math.min(x.length - 2, Math.max(0, Math.floor((at - x[0]!) / h)))
  const share = (at - x[i]!) / h
  return values[i]! + share * (values[i + 1]! - values[i]!)
}
