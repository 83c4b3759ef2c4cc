import { centrePoints, type Grid, shape, spacing } from '#core/numeric/grids/grid'
import type { Process } from '#core/processes/process'
import type { ScoreModel } from '#core/scores/score-model'
import { closedEnds, type Transport } from '../transport'
import { mixtureOnGrid } from './mixture-on-grid'

/**
 * The whole family in scaled coordinates y = x / rho, rho^2 = alpha^2 s^2 + sigma^2, and on the clock
 * theta = log(rho / alpha) = log(s^2 + sigma^2/alpha^2) / 2, on which every process is the same:
 *
 *   forward   dy = -y dtheta + sqrt(2) dW,
 *   reverse   dy = [y + (1 + lambda^2) grad log q] dr + lambda sqrt(2) dW,   r = theta_start - theta,
 *
 * since d rho/dt = f rho + g^2 / (2 rho) and d theta/dt = g^2 / (2 rho^2). q is the density of y, that is the data
 * noised with (alpha / rho, sigma / rho). All of it holds for any length s; with s^2 the variance of the data, y has unit
 * variance, and `scaledFrame` finds the s of a tight window. One grid serves a whole run, and mass is kept.
 */
export interface ScaledClock {
  /** theta of a time of the process */
  theta(t: number): number
  /** The time of the process at theta */
  time(theta: number): number
  /** alpha / rho and sigma / rho at theta: how y is made of data and noise */
  level(theta: number): { readonly alpha: number; readonly sigma: number }
  /** sqrt(alpha^2 s^2 + sigma^2) at a time of the process: x = rho y */
  rho(t: number): number
}

/** Where alpha is 0 or nearly so, theta stays here: what is left of the data is e^-12 of its size. */
const FARTHEST = 12

/** `scaleSquared` is s^2, above 0. */
export function scaledClock(process: Process, scaleSquared: number): ScaledClock {
  return {
    theta: (t) =>
      Math.min(FARTHEST, 0.5 * Math.log(scaleSquared + (process.sigma(t) / process.alpha(t)) ** 2)),
    time: (theta) => process.tFromLogSnr(-Math.log(Math.exp(2 * theta) - scaleSquared)),
    level(theta) {
      // alpha / rho = e^-theta, and the squares of s alpha / rho and sigma / rho add up to 1.
      const alpha = Math.exp(-theta)
      return { alpha, sigma: Math.sqrt(Math.max(0, -Math.expm1(Math.log(scaleSquared) - 2 * theta))) }
    },
    rho: (t) => Math.sqrt(process.alpha(t) ** 2 * scaleSquared + process.sigma(t) ** 2),
  }
}

/** Forward noising: an Ornstein-Uhlenbeck process, whatever the data and the process. Time is theta. */
export function scaledForward(grid: Grid): Transport {
  const [nx, ny] = shape(grid)
  const axes = grid.axes.map((axis) => ({ ...axis, h: spacing(axis) }))
  return {
    grid,
    ends: grid.axes.map(() => closedEnds),
    steady: true,
    clock: 'scaled time',
    faces(axis, _t, velocity, diffusivity) {
      const { low, h, count } = axes[axis]!
      const lines = axis === 0 ? ny : nx
      for (let f = 0, at = 0; f <= count; f++) for (let b = 0; b < lines; b++) velocity[at++] = -(low + f * h)
      diffusivity.fill(1)
    },
  }
}

/** Mean slope of a potential, or a score, across the inner faces of an axis, [count + 1, lines]; ends are not used. */
export type FaceSlopes = (axis: 0 | 1, theta: number, out: Float64Array) => void

/**
 * The reverse family from r = 0 at `thetaStart` (noise) to r = thetaStart - thetaEnd (data). `slopes` gives grad log q
 * in y, from one of the two makers below, whose accuracy and faults this density then has.
 */
export function scaledReverse(grid: Grid, lambda: number, thetaStart: number, slopes: FaceSlopes): Transport {
  const [nx, ny] = shape(grid)
  return {
    grid,
    ends: grid.axes.map(() => closedEnds),
    steady: false,
    clock: 'scaled time',
    faces(axis, r, velocity, diffusivity) {
      slopes(axis, thetaStart - r, velocity)
      const { low, count } = grid.axes[axis]!
      const h = spacing(grid.axes[axis]!)
      const lines = axis === 0 ? ny : nx
      const pull = 1 + lambda * lambda
      for (let f = 0, at = 0; f <= count; f++)
        for (let b = 0; b < lines; b++, at++) velocity[at] = low + f * h + pull * velocity[at]!
      diffusivity.fill(lambda * lambda)
    },
  }
}

/**
 * Differences of log q between neighbouring centres: the drift is then the difference of a potential on the grid, so
 * with noise held at one level the density q^((1 + lambda^2) / lambda^2) e^(y^2 / 2 lambda^2) is kept exactly.
 */
export function slopesOfDensity(grid: Grid, clock: ScaledClock, score: ScoreModel): FaceSlopes {
  const points = centrePoints(grid)
  const [nx, ny] = shape(grid)
  const log = new Float64Array(nx * ny)
  const { form } = score
  const quick = form?.form === 'mixture' && form.dimension === 2 ? mixtureOnGrid(grid, form) : null
  let held: number | null = null
  return (axis, theta, out) => {
    if (held !== theta) {
      const { alpha, sigma } = clock.level(theta)
      const level = score.at(alpha, sigma)
      if (quick === null) level.logDensity(log, points, nx * ny)
      else quick(log, alpha, sigma, level)
    }
    held = theta
    const h = spacing(grid.axes[axis]!)
    betweenCentres(axis, nx, ny, out, (left, right) => (log[right]! - log[left]!) / h)
  }
}

/**
 * Means of the score at neighbouring centres: for a score that is no gradient, learned or spoilt on purpose. It is asked
 * in data units, since such a score may know lengths: grad log q(y) = rho s(rho y).
 */
export function slopesOfScore(
  grid: Grid,
  process: Process,
  clock: ScaledClock,
  score: ScoreModel,
): FaceSlopes {
  const y = centrePoints(grid)
  const [nx, ny] = shape(grid)
  const d = grid.axes.length
  const x = new Float64Array(y.length)
  const values = new Float64Array(d * nx * ny)
  let held: number | null = null
  return (axis, theta, out) => {
    const t = clock.time(theta)
    const rho = clock.rho(t)
    if (held !== theta) {
      for (let i = 0; i < y.length; i++) x[i] = rho * y[i]!
      score.at(process.alpha(t), process.sigma(t)).score(values, x, nx * ny)
    }
    held = theta
    const half = 0.5 * rho
    betweenCentres(
      axis,
      nx,
      ny,
      out,
      (left, right) => half * (values[d * left + axis]! + values[d * right + axis]!),
    )
  }
}

function betweenCentres(
  axis: 0 | 1,
  nx: number,
  ny: number,
  out: Float64Array,
  value: (left: number, right: number) => number,
): void {
  out.fill(0)
  if (axis === 0) {
    for (let at = ny; at < nx * ny; at++) out[at] = value(at - ny, at)
    return
  }
  for (let j = 1; j < ny; j++)
    for (let i = 0; i < nx; i++) out[j * nx + i] = value(i * ny + j - 1, i * ny + j)
}
