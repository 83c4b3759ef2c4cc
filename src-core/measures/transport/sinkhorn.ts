import { countOf, inDouble, type Points } from '../samples/points'
import { Anderson } from '#core/numeric/anderson'
import { exp, log } from '#core/numeric/elementary'
import { kernelOf, scale, scaleSelf, selfKernel, squaredCosts, tighten } from './sinkhorn-kernel'

export interface SinkhornOptions {
  /** Weight of the entropy, in squared data units; a few per cent of a typical squared distance. */
  readonly epsilon: number
  /** It stops when the marginals are right to this (sum of absolute errors); 1e-9 by default. */
  readonly tolerance?: number
  /** Most pairs of half-steps; 2000 by default. */
  readonly mostRounds?: number
  /** Where to begin, e.g. with what the same points had a moment before. */
  readonly from?: Potentials | undefined
}

/** f [n] of the first sample and g [m] of the second, squared data units. */
export interface Potentials {
  readonly f: Float64Array
  readonly g: Float64Array
}

/** Entropic transport with cost |x - y|^2 between uniform weights. */
export interface EntropicTransport extends Potentials {
  /** sum f/n + sum g/m: the value of the regularised problem */
  readonly dual: number
  /** Sum of absolute errors of the plan's second marginal; the first is right */
  readonly marginalError: number
  readonly rounds: number
}

/**
 * Sinkhorn's iteration (Cuturi 2013) for the potentials f, g with P = exp((f + g - C)/epsilon)/(n m). The potentials are
 * kept in the log domain; between refreshes of the kernel plain scaling steps are done on it (Schmitzer 2019,
 * section 3.2), which costs no exponentials. Modes far apart exchange mass slowly: Anderson's acceleration of log v takes
 * those few directions out. n m numbers are held: meant for 1000 points or so.
 */
export function sinkhorn(x: Points, y: Points, options: SinkhornOptions): EntropicTransport {
  const { epsilon, tolerance = 1e-9, mostRounds = 2000, from } = options
  const cost = squaredCosts(inDouble(x), inDouble(y), x.dimension)
  const [n, m] = [countOf(x), countOf(y)]
  const kernel = new Float64Array(n * m)
  const f = new Float64Array(n)
  const g = from?.g.length === m ? from.g.slice() : new Float64Array(m)
  tighten(f, g, cost)
  kernelOf(kernel, f, g, cost, epsilon)
  const u = new Float64Array(n)
  const v = new Float64Array(m).fill(1)
  const image = new Float64Array(m)
  const anderson = new Anderson(DEPTH)
  let logV: Float64Array = new Float64Array(m)
  let least = Infinity
  let error = Infinity
  let round = 0
  for (; round < mostRounds; round++) {
    scale(u, image, v, kernel)
    error = gapOf(v, image)
    if (error <= tolerance) break
    const after = image.map(log)
    const further = anderson.next(logV, after)
    // An extrapolation that went wrong, or goes too far, is given up for a plain step.
    if (error > 2 * least || !within(further, 2 * REACH)) {
      anderson.restart()
      logV = after
    } else logV = further
    least = Math.min(least, error)
    for (let j = 0; j < m; j++) v[j] = exp(logV[j]!)
    if (!within(logV, REACH) || !within(u.map(log), REACH)) {
      for (let i = 0; i < n; i++) f[i]! += epsilon * log(u[i]!)
      for (let j = 0; j < m; j++) g[j]! += epsilon * logV[j]!
      kernelOf(kernel, f, g, cost, epsilon)
      anderson.restart()
      logV.fill(0)
      v.fill(1)
    }
  }
  for (let i = 0; i < n; i++) f[i]! += epsilon * log(u[i]!)
  for (let j = 0; j < m; j++) g[j]! += epsilon * logV[j]!
  return { f, g, dual: mean(f) + mean(g), marginalError: error, rounds: round }
}

/** sum P |x - y|^2 of the plan that potentials stand for. */
export function transportCost(x: Points, y: Points, { f, g }: Potentials, epsilon: number): number {
  const cost = squaredCosts(inDouble(x), inDouble(y), x.dimension)
  const plan = new Float64Array(cost.length)
  kernelOf(plan, f, g, cost, epsilon)
  return plan.reduce((sum, share, k) => sum + share * cost[k]!, 0) / cost.length
}

/** Earlier rounds that acceleration remembers */
const DEPTH = 8
/** Logarithm of a scaling beyond which the potentials take it up and the kernel is made anew */
const REACH = 115

function within(values: Float64Array, reach: number): boolean {
  return values.every((value) => Math.abs(value) <= reach)
}

/** Sum of absolute errors of the marginal of y, when that of x is right: the mean of |v / image - 1|. */
function gapOf(v: Float64Array, image: Float64Array): number {
  let sum = 0
  for (let j = 0; j < v.length; j++) sum += Math.abs(v[j]! / image[j]! - 1)
  return sum / v.length
}

/**
 * Value of the problem from a sample to itself, whose two potentials are one: the averaged iteration f <- (f + T f)/2
 * (Feydy et al. 2019, section 3.1) needs some ten rounds whatever the modes.
 */
export function sinkhornSelf(x: Points, options: Omit<SinkhornOptions, 'from'>): number {
  const { epsilon, tolerance = 1e-9, mostRounds = 2000 } = options
  const points = inDouble(x)
  const n = countOf(x)
  const kernel = selfKernel(points, x.dimension, epsilon)
  const u = new Float64Array(n).fill(1)
  const spare = new Float64Array(n)
  for (let round = 1; round < mostRounds; round++) if (scaleSelf(u, kernel, spare) <= tolerance) break
  let sum = 0
  for (let i = 0; i < n; i++) sum += Math.log(u[i]!)
  return (2 * epsilon * sum) / n
}

/**
 * The debiased divergence OT(x, y) - OT(x, x)/2 - OT(y, y)/2 of the dual values (Feydy et al. 2019): not negative, 0 for
 * equal samples, between W_2^2 (epsilon to 0) and an energy distance (epsilon to infinity).
 */
export function sinkhornDivergence(x: Points, y: Points, options: SinkhornOptions): number {
  const { dual } = sinkhorn(x, y, options)
  return dual - 0.5 * sinkhornSelf(x, options) - 0.5 * sinkhornSelf(y, options)
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
