import { shape, spacing } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import { conjugateGradients } from './conjugate-gradients'
import { Level } from './level'
import { type PoissonProblem, withoutMean } from './poisson-problem'
import { prolongAlong, restrictAlong } from './transfer'

export interface MultigridResult {
  /** [cells] */
  readonly u: Float64Array
  /** Largest residual over the largest of the right side, before the first cycle and after each */
  readonly residuals: readonly number[]
}

const SMOOTHINGS = 2
const MOST_CYCLES = 60
const LEAST_CELLS = 4
/** Only axes whose cells are at most this much wider than the narrowest are coarsened, so that cells become square. */
const MOST_STRETCH = 1.5

/**
 * V-cycles of red-black Gauss-Seidel sweeps with means of cells going down and linear interpolation coming up (Brandt
 * 1977; Trottenberg, Oosterlee & Schueller 2001, section 2.8.4); the coarsest grid by conjugate gradients. Any ends, any
 * number of cells; with halving as far as the number of cells allows, so powers of two are quickest. Stops where the
 * residual is `tolerance` or rounding.
 */
export function poissonByMultigrid(problem: PoissonProblem, tolerance = 1e-12): MultigridResult {
  const { grid, kinds, right, floating } = problem
  const counts = grid.axes.length === 1 ? [shape(grid)[0]] : [...shape(grid)]
  const ladder = descend(counts, grid.axes.map(spacing), kinds)
  const finest = ladder[0]!.level
  const scale = right.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const u = new Float64Array(right.length)
  if (scale === 0) return { u, residuals: [0] }
  const residual = new Float64Array(right.length)
  const residuals = [1]
  for (let cycle = 0; cycle < MOST_CYCLES; cycle++) {
    improve(u, right, ladder, 0, floating)
    if (floating) withoutMean(u)
    const left = finest.residual(residual, u, right) / scale
    const before = residuals.at(-1)!
    residuals.push(left)
    if (left <= tolerance || (left > 0.7 * before && left < 1e-7)) return { u, residuals }
  }
  throw new Invalid(
    'domain',
    `has cells on which multigrid did not settle in ${MOST_CYCLES} cycles; cells that are nearly square, or the fast transform, were expected`,
  )
}

interface Rung {
  readonly level: Level
  readonly kinds: PoissonProblem['kinds']
  readonly counts: readonly number[]
  /** Axes that the next level has half of */
  readonly halved: readonly boolean[]
}

function descend(counts: readonly number[], h: readonly number[], kinds: PoissonProblem['kinds']): Rung[] {
  const narrowest = Math.min(...h)
  const halved = counts.map(
    (count, axis) => count % 2 === 0 && count > LEAST_CELLS && h[axis]! <= MOST_STRETCH * narrowest,
  )
  const rung = { level: new Level(counts, h, kinds), kinds, counts, halved }
  if (!halved.includes(true)) return [rung]
  const next = counts.map((count, axis) => (halved[axis] === true ? count / 2 : count))
  const wider = h.map((width, axis) => (halved[axis] === true ? 2 * width : width))
  return [rung, ...descend(next, wider, kinds)]
}

/** One V-cycle from rung `at` down. */
function improve(
  u: Float64Array,
  f: Float64Array,
  ladder: readonly Rung[],
  at: number,
  floating: boolean,
): void {
  const { level, counts, halved, kinds } = ladder[at]!
  if (at + 1 === ladder.length) return conjugateGradients(level, u, f, floating)
  for (let k = 0; k < SMOOTHINGS; k++) level.smooth(u, f)
  const residual = new Float64Array(u.length)
  level.residual(residual, u, f)
  let coarse: Float64Array = residual
  const [nx, ny] = [counts[0]!, counts[1] ?? 1]
  if (halved[0] === true) coarse = restrictAlong(coarse, { outer: 1, count: nx, inner: ny })
  const kx = halved[0] === true ? nx / 2 : nx
  if (halved[1] === true) coarse = restrictAlong(coarse, { outer: kx, count: ny, inner: 1 })
  let correction: Float64Array = new Float64Array(coarse.length)
  improve(correction, coarse, ladder, at + 1, floating)
  if (halved[1] === true)
    correction = prolongAlong(correction, { outer: kx, count: ny / 2, inner: 1 }, kinds[1]!)
  if (halved[0] === true)
    correction = prolongAlong(correction, { outer: 1, count: nx / 2, inner: ny }, kinds[0]!)
  for (let i = 0; i < u.length; i++) u[i]! += correction[i]!
  for (let k = 0; k < SMOOTHINGS; k++) level.smooth(u, f)
}
