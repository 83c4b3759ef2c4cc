import { cellAverages } from '#core/numeric/grids/averages'
import type { Grid } from '#core/numeric/grids/grid'
import type { Process } from '#core/processes/process'
import type { ScoreModel } from '#core/scores/score-model'
import type { DensityPlan } from '../evolve'
import { backwardEuler } from '../schemes/backward-euler'
import { fluxLimited } from '../schemes/flux-limited'
import { richardson } from '../schemes/richardson'
import type { Scheme } from '../schemes/scheme'
import {
  type FaceSlopes,
  type ScaledClock,
  scaledClock,
  scaledForward,
  scaledReverse,
  slopesOfDensity,
  slopesOfScore,
} from './scaled-family'

/** Below this share of noise Chang and Cooper's fluxes fall back to order 1, and limited ones take over. */
export const LEAST_NOISE = 0.2

export function schemeForNoise(lambda: number): Scheme {
  return lambda < LEAST_NOISE ? fluxLimited : richardson(backwardEuler)
}

export interface ScaledRun {
  readonly process: Process
  /** The data's own score: what q is at the start, and what the closed form is made of */
  readonly exact: ScoreModel
  /** s^2 of the coordinates y */
  readonly scaleSquared: number
  /** In y */
  readonly grid: Grid
  /** Times of the process in the order in which they are visited, [N + 1] */
  readonly times: Float64Array
}

/** q, the density of y at theta, from the exact score: cell averages on the run's grid */
export function scaledDensity({ exact, grid }: ScaledRun, clock: ScaledClock, theta: number): Float64Array {
  const { alpha, sigma } = clock.level(theta)
  const density = exact.at(alpha, sigma)
  return cellAverages(grid, (out, points, n) => {
    density.logDensity(out, points, n)
    for (let i = 0; i < n; i++) out[i] = Math.exp(out[i]!)
  })
}

/** The reverse family driven by `score`, from the true density at times[0]; time in the plan is r = theta_0 - theta. */
export function reversePlan(run: ScaledRun, lambda: number, score: ScoreModel = run.exact): DensityPlan {
  const clock = scaledClock(run.process, run.scaleSquared)
  return reversePlanAlong(
    run,
    lambda,
    score === run.exact
      ? slopesOfDensity(run.grid, clock, score)
      : slopesOfScore(run.grid, run.process, clock, score),
  )
}

/** The same with slopes of log q that are known, by theta. */
export function reversePlanAlong(run: ScaledRun, lambda: number, slopes: FaceSlopes): DensityPlan {
  const clock = scaledClock(run.process, run.scaleSquared)
  const theta = run.times.map((t) => clock.theta(t))
  return {
    problem: scaledReverse(run.grid, lambda, theta[0]!, slopes),
    scheme: schemeForNoise(lambda),
    start: scaledDensity(run, clock, theta[0]!),
    times: theta.map((value) => theta[0]! - value),
  }
}

/** Forward noising; time in the plan is theta - theta_0. */
export function forwardPlan(run: ScaledRun): DensityPlan {
  const clock = scaledClock(run.process, run.scaleSquared)
  const theta = run.times.map((t) => clock.theta(t))
  return {
    problem: scaledForward(run.grid),
    scheme: schemeForNoise(1),
    start: scaledDensity(run, clock, theta[0]!),
    times: theta.map((value) => value - theta[0]!),
  }
}
