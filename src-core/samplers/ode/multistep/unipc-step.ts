import type { Slot, Term } from '../../backend'
import { type PhiIndex, phi } from '../../exponential'
import type { Form, Level } from '../../level'
import { solve } from './solve'

/** B_1(h) = h or B_2(h) = e^h - 1 (Zhao et al. 2023, section 3.2). */
export type Scale = 'bh1' | 'bh2'

/** A prediction and the level it was made at. */
export interface Known {
  readonly level: Level
  readonly prediction: Slot
}

/** x' = keep x + the terms. */
export interface LinearStep {
  readonly keep: number
  readonly terms: readonly Term[]
}

/**
 * Zhao et al. 2023, equation 3 (noise) and appendix A (data): the step from `now` to a level through the differences
 * D_i = (m_i - m_0)/r_i of other predictions, r_i = (lambda_i - lambda_0)/h. With the prediction at the new level among
 * them it is the corrector UniC, without it the predictor UniP. Its weights a solve
 *   sum_i a_i r_i^(k-1) = k! z phi_(k+1)(z) / B,  k = 1 ... number of differences,
 * save that a single difference has the weight 1/2, for which the order is the same.
 */
export function unipcStep(
  now: Known,
  others: readonly Known[],
  to: Level,
  form: Form,
  scale: Scale,
): LinearStep {
  const h = to.lambda - now.level.lambda
  const z = form === 'data' ? -h : h
  const keep = form === 'data' ? to.sigma / now.level.sigma : to.alpha / now.level.alpha
  const size = form === 'data' ? -to.alpha : -to.sigma
  const b = scale === 'bh1' ? z : Math.expm1(z)
  const r = others.map(({ level }) => (level.lambda - now.level.lambda) / h)
  let factorial = 1
  const moments = others.map((_, i) => {
    factorial *= i + 1
    return (factorial * z * phi((i + 2) as PhiIndex, z)) / b
  })
  const a =
    r.length === 1
      ? [0.5]
      : solve(
          moments.map((_, k) => r.map((ri) => ri ** k)),
          moments,
        )
  const gains = a.map((ai, i) => (size * b * ai) / r[i]!)
  const rest = gains.reduce((left, gain) => left - gain, size * Math.expm1(z))
  return {
    keep,
    terms: [[rest, now.prediction], ...others.map((other, i): Term => [gains[i]!, other.prediction])],
  }
}
