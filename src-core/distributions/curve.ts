import { distributionFromMixture } from './from-mixture'
import type { Distribution } from './distribution'
import { isotropicForm } from './mixture-form'

/** A point of a curve at a parameter in [0, 1]: 2 or 3 coordinates. */
export type Curve = (u: number) => readonly number[]

/**
 * Curves with Gaussian jitter: the density of a point that runs along a curve at the speed of its parameter, blurred
 * by `width`. It is a mixture along the curve; nodes stand so close (at most `width` apart) that the sum agrees with
 * the integral to about 1e-8, as the trapezoidal rule does for Gaussians. Draws come from the same mixture, so the
 * score is exact for what is sampled.
 */
export function distributionFromCurves(
  dimension: 2 | 3,
  curves: readonly Curve[],
  width: number,
  modes?: readonly (readonly number[])[],
): Distribution {
  const means: number[] = []
  const weights: number[] = []
  for (const curve of curves) {
    const nodes = nodesFor(curve, width)
    for (let i = 0; i < nodes; i++) {
      means.push(...curve((i + 0.5) / nodes))
      weights.push(1 / nodes)
    }
  }
  const form = isotropicForm(dimension, Float64Array.from(means), Float64Array.from(weights), width * width)
  return distributionFromMixture(form, modes)
}

/** Most nodes of one curve: very thin curves are resolved to their width only up to here, and look it. */
const MOST_NODES = 512

function nodesFor(curve: Curve, width: number): number {
  const pieces = 2000
  let longest = 0
  let before = curve(0)
  for (let i = 1; i <= pieces; i++) {
    const now = curve(i / pieces)
    longest = Math.max(longest, Math.hypot(...now.map((x, j) => x - before[j]!)))
    before = now
  }
  return Math.min(MOST_NODES, Math.max(8, Math.ceil((longest * pieces) / width)))
}
