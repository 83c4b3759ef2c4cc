import { meanSquareUnder, relativeEntropy } from '#core/measures/grid/information'
import { divergenceAt, noiseEnergy, type PathDivergence } from '#core/measures/paths/path-divergence'
import { centrePoints } from '#core/numeric/grids/grid'
import type { ScoreModel } from '#core/scores/score-model'
import { evolve } from '../evolve'
import { heldSlopes } from '../problems/held-slopes'
import { type FaceSlopes, scaledClock, slopesOfScore } from '../problems/scaled-family'
import { reversePlanAlong, type ScaledRun } from '../problems/scaled-run'

/** What a wrong score costs at one share of noise. */
export interface WrongScore {
  readonly lambda: number
  /** Between the measures on paths, in nats */
  readonly paths: PathDivergence
  /** Between the densities in which they end, on the grid; never above that of the paths, but for the grid's error */
  readonly marginals: number
}

/** What the wrong run starts from instead of the true density at times[0]. */
export interface WrongStart {
  /** Cell averages in y */
  readonly density: Float64Array
  /** KL of the true one to it */
  readonly divergence: number
}

/**
 * What a wrong score costs at any lambda: the divergence of the paths, and that of the ends of two densities that are
 * solved alike on one grid, with the right score and with the wrong one, so that what the grid itself loses is lost by
 * both. times run from noise to data.
 */
export function wrongScore(
  run: ScaledRun,
  wrong: ScoreModel,
  start: WrongStart | null = null,
): (lambda: number) => WrongScore {
  const { process, grid, times } = run
  const clock = scaledClock(process, run.scaleSquared)
  const energy = noiseEnergy({ ...process, tMax: times[0]! }, times.at(-1)!, scoreError(run, wrong), PIECES)
  const thetas = halved(times.map((t) => clock.theta(t)))
  const along = (score: ScoreModel): FaceSlopes =>
    heldSlopes(slopesOfScore(grid, process, clock, score), grid, thetas)
  const [right, other] = [along(run.exact), along(wrong)]
  const endOf = (lambda: number, slopes: FaceSlopes, from?: Float64Array): Float64Array => {
    const plan = reversePlanAlong(run, lambda, slopes)
    let end = plan.start
    for (const frame of evolve(from === undefined ? plan : { ...plan, start: from })) end = frame.p
    return end
  }
  return (lambda) => ({
    lambda,
    paths: divergenceAt(lambda, energy, start?.divergence ?? 0),
    marginals: relativeEntropy(
      endOf(lambda, right),
      endOf(lambda, other, start?.density).map((value) => Math.max(value, 1e-300)),
      grid,
    ),
  })
}

/** Parts of the log-SNR over which the integral is summed, five nodes each */
const PIECES = 12

/** The numbers with those halfway between them */
function halved(values: Float64Array): Float64Array {
  return Float64Array.from({ length: 2 * values.length - 1 }, (_, k) =>
    k % 2 === 0 ? values[k / 2]! : 0.5 * (values[(k - 1) / 2]! + values[(k + 1) / 2]!),
  )
}

/** E_{p_t} |s_wrong - s|^2 as a sum over the run's grid, stretched to data units */
export function scoreError(
  { process, exact, scaleSquared, grid }: ScaledRun,
  wrong: ScoreModel,
): (t: number) => number {
  const clock = scaledClock(process, scaleSquared)
  const y = centrePoints(grid)
  const d = grid.axes.length
  const n = y.length / d
  const [p, right, other] = [new Float64Array(n), new Float64Array(n * d), new Float64Array(n * d)]
  return (t) => {
    const rho = clock.rho(t)
    const x = y.map((value) => rho * value)
    const density = exact.at(process.alpha(t), process.sigma(t))
    density.logDensity(p, x, n)
    density.score(right, x, n)
    wrong.at(process.alpha(t), process.sigma(t)).score(other, x, n)
    for (let i = 0; i < n; i++) p[i] = Math.exp(p[i]!) * rho ** d
    for (let i = 0; i < n * d; i++) other[i]! -= right[i]!
    return meanSquareUnder(p, other, grid)
  }
}
