import { blockPoints, blocksOf } from '#core/scores/nearby/point-blocks'
import type { MixtureForm } from '#core/scores/score-form'
import type { Arena } from './arena'
import type { Kernels } from './module'
import type { ScoreAt } from './network-kernel'

/** Where points and boxes stand that are none: their exponents are minus infinity. */
const NOWHERE = 1e30

/** Terms of the kernels' sums that are left out are below e^-T of the largest */
const T = 20

/**
 * Many equal round components scored by those near a particle; by `whole`, which is faster when nothing can be passed
 * over, at noise that reaches from one end of the points to the other. Null where a form is not made of such.
 */
export function nearbyKernel(
  kernels: Kernels,
  arena: Arena,
  form: MixtureForm,
  padded: number,
  whole: () => ScoreAt,
): ScoreAt | null {
  const points = blocksOf(form)
  if (points === null) return null
  const { dimension: d, blocks: filled, axes, count, low, high, diameter } = points
  const blocks = Math.ceil(filled / 4) * 4
  const centres = arena.claim(blocks * d * blockPoints * 4)
  const boxes = arena.claim(2 * d * blocks * 4)
  const scratch = arena.claim(blocks * (8 + 4 * blockPoints))
  const load = (alpha: number): void => {
    const into = arena.view(centres, blocks * d * blockPoints).fill(NOWHERE)
    axes.forEach((axis, j) => {
      for (let k = 0; k < count; k++)
        into[(Math.floor(k / blockPoints) * d + j) * blockPoints + (k % blockPoints)] = alpha * axis[k]!
    })
    const corners = arena.view(boxes, 2 * d * blocks).fill(NOWHERE)
    ;[...low, ...high].forEach((side, row) => side.forEach((x, b) => (corners[row * blocks + b] = alpha * x)))
  }
  let level = { alpha: NaN, sigma: NaN, precision: NaN }
  let all: ScoreAt | null = null
  return (out, x, alpha, sigma) => {
    if (alpha !== level.alpha || sigma !== level.sigma) {
      const precision = 1 / (alpha * alpha * (form.isotropicVariance ?? 0) + sigma * sigma)
      level = { alpha, sigma, precision }
      load(alpha)
    }
    if (Math.sqrt((2 * T) / level.precision) > alpha * diameter) {
      all ??= whole()
      return all(out, x, alpha, sigma)
    }
    kernels.nearby(out, x, padded, d, centres, boxes, blocks, level.precision, scratch)
  }
}
