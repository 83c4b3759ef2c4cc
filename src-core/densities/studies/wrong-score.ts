import { meanSquareUnder, relativeEntropy } from '#core/measures/grid/information'
import { type PathDivergence, pathDivergence } from '#core/measures/paths/path-divergence'
import { centrePoints } from '#core/numeric/grids/grid'
import type { ScoreModel } from '#core/scores/score-model'
import { evolve } from '../evolve'
import { scaledClock } from '../problems/scaled-family'
import { reversePlan, scaledDensity, type ScaledRun } from '../problems/scaled-run'

/** What a wrong score costs at one share of noise. */
export interface WrongScore {
  readonly lambda: number
  /** Between the measures on paths, in nats */
  readonly paths: PathDivergence
  /** Between the densities in which they end, on the grid; never above that of the paths, but for the grid's error */
  readonly marginals: number
}

/**
 * Runs the density with a wrong score at each lambda and holds the divergence of its end against that of the paths.
 * Both start from the true density at times[0], so that the prior's part is 0 unless one is given. times run from noise
 * to data.
 */
export function* wrongScore(
  run: ScaledRun,
  wrong: ScoreModel,
  lambdas: readonly number[],
  prior = 0,
): Generator<WrongScore, void, undefined> {
  const clock = scaledClock(run.process, run.scaleSquared)
  const last = run.times.length - 1
  const truth = scaledDensity(run, clock, clock.theta(run.times[last]!))
  const meanSquare = scoreError(run, wrong)
  const window = { ...run.process, tMax: run.times[0]! }
  for (const lambda of lambdas) {
    let end: Float64Array = truth
    for (const frame of evolve(reversePlan(run, lambda, wrong))) end = frame.p
    yield {
      lambda,
      paths: pathDivergence(window, lambda, meanSquare, prior, run.times[last]),
      marginals: relativeEntropy(
        truth,
        end.map((value) => Math.max(value, 1e-300)),
        run.grid,
      ),
    }
  }
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
