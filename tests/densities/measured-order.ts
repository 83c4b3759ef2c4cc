import { scaledForward } from '#core/densities/problems/scaled-family'
import { alternatingDirections } from '#core/densities/schemes/alternating-directions'
import { backwardEuler } from '#core/densities/schemes/backward-euler'
import { explicitEuler } from '#core/densities/schemes/explicit'
import { fluxLimited } from '#core/densities/schemes/flux-limited'
import { richardson } from '#core/densities/schemes/richardson'
import type { DensityRun, DensityState, Scheme } from '#core/densities/schemes/scheme'
import { strang } from '#core/densities/schemes/strang'
import type { Transport } from '#core/densities/transport'
import { atPoints, cellAverages } from '#core/numeric/grids/averages'
import { cellSize, type Grid, grid } from '#core/numeric/grids/grid'
import { fitOrder } from '#core/numeric/order-fit'
import { type Bump, density, noised } from './gaussians'

const line: readonly Bump[] = [
  { weight: 0.5, mean: [-0.9], cov: [0.3] },
  { weight: 0.5, mean: [1.1], cov: [0.4] },
]
const plane: readonly Bump[] = [
  { weight: 0.6, mean: [-0.7, 0.4], cov: [0.5, 0.2, 0.4] },
  { weight: 0.4, mean: [0.9, -0.6], cov: [0.4, -0.1, 0.6] },
]
const END = 0.4

/** Ornstein & Uhlenbeck's process: after time t, x -> e^-t x + N(0, 1 - e^-2t). */
const evolved = (bumps: readonly Bump[], t: number): Bump[] =>
  noised(bumps, Math.exp(-t), 1 - Math.exp(-2 * t))

const gridOf = (dimension: 1 | 2, n: number): Grid => {
  const axis = { low: -6, high: 6, count: n }
  return grid(dimension === 1 ? [axis] : [axis, axis])
}
const averages = (on: Grid, bumps: readonly Bump[]): Float64Array => {
  const d = on.axes.length
  return cellAverages(
    on,
    atPoints(d, (x, y) => density(bumps, x, y)),
  )
}
const uniform = (steps: number, end = END): Float64Array =>
  Float64Array.from({ length: steps + 1 }, (_, k) => (k * end) / steps)

function last(run: DensityRun): Float64Array {
  let p = new Float64Array(0)
  for (const state of run) p = state.p.slice()
  return p
}
const start = (p: Float64Array): DensityState => ({ step: 0, t: 0, p })

function l1(a: Float64Array, b: Float64Array, on: Grid): number {
  return cellSize(on) * a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0)
}

type March = (problem: Transport, times: Float64Array, from: DensityState) => DensityRun
/** Every scheme with what it states */
export const marches: readonly {
  name: string
  march: March
  space: number
  time: number
  scheme: Scheme
}[] = [
  ...[backwardEuler, strang, alternatingDirections, explicitEuler, fluxLimited].map((scheme) => ({
    name: scheme.title,
    march: scheme.run.bind(scheme),
    ...scheme.facts.order,
    scheme,
  })),
  {
    name: 'Richardson over backward Euler',
    march: (problem, times, from) => richardson(backwardEuler).run(problem, times, from),
    space: 2,
    time: 2,
    scheme: backwardEuler,
  },
]

type Case = (typeof marches)[number]

/** Fitted order of the error in L1 in the width of the cells, over grids of these sizes */
export function orderInSpace({ march, time }: Case, dimension: 1 | 2, sizes: readonly number[]): number {
  const bumps = dimension === 1 ? line : plane
  const errors = sizes.map((n) => {
    const on = gridOf(dimension, n)
    // Steps small enough that time adds the same order or less, and that explicit schemes take them.
    const steps = Math.ceil(time === 1 ? (n * n) / 24 : (n * n) / 32)
    const p = last(march(scaledForward(on), uniform(steps), start(averages(on, bumps))))
    return l1(p, averages(on, evolved(bumps, END)), on)
  })
  return fitOrder(sizes, errors)?.order ?? 0
}

/** The same in the length of the steps, against sixteen times as many as the most of them */
export function orderInTime({ march, scheme }: Case, dimension: 1 | 2, n: number): number {
  const bumps = dimension === 1 ? line : plane
  const on = gridOf(dimension, n)
  const problem = scaledForward(on)
  const p0 = averages(on, bumps)
  const least = Math.ceil(END / scheme.stepBound(problem, 0))
  const sizes = [1, 2, 4, 8].map((k) => k * Math.max(8, least))
  const finest = (sizes.at(-1) ?? 1) * 16
  const reference = last(march(problem, uniform(finest), start(p0)))
  const errors = sizes.map((steps) => l1(last(march(problem, uniform(steps), start(p0))), reference, on))
  return fitOrder(sizes, errors)?.order ?? 0
}

/** Cells on which steps that have a bound are still long enough to be seen */
export function cellsForTime({ scheme }: Case): number {
  return Number.isFinite(scheme.stepBound(scaledForward(gridOf(1, 64)), 0)) ? 32 : 64
}
