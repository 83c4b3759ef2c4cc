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
  for (const curve of curves)
    for (const { at, weight } of nodesOf(curve, width)) {
      means.push(...curve(at))
      weights.push(weight)
    }
  const form = isotropicForm(dimension, Float64Array.from(means), Float64Array.from(weights), width * width)
  return distributionFromMixture(form, modes)
}

/** Most nodes of one curve: very thin curves are resolved to their width only up to here, and look it. */
const MOST_NODES = 512
const PIECES = 4000

/** Nodes evenly along the length of a curve; each weighs the share of the parameter that its stretch takes. */
function nodesOf(curve: Curve, width: number): { readonly at: number; readonly weight: number }[] {
  const lengths = new Float64Array(PIECES + 1)
  let before = curve(0)
  for (let i = 1; i <= PIECES; i++) {
    const now = curve(i / PIECES)
    lengths[i] = lengths[i - 1]! + Math.hypot(...now.map((x, j) => x - before[j]!))
    before = now
  }
  const whole = lengths[PIECES]!
  const count = Math.min(MOST_NODES, Math.max(8, Math.ceil(whole / width)))
  let piece = 0
  const parameterAt = (length: number): number => {
    while (piece < PIECES - 1 && lengths[piece + 1]! < length) piece++
    const step = lengths[piece + 1]! - lengths[piece]!
    return (piece + (step > 0 ? Math.min(1, (length - lengths[piece]!) / step) : 0)) / PIECES
  }
  let from = 0
  return Array.from({ length: count }, (_, i) => {
    const at = parameterAt(((i + 0.5) / count) * whole)
    const to = i === count - 1 ? 1 : parameterAt(((i + 1) / count) * whole)
    const weight = to - from
    from = to
    return { at, weight }
  })
}
