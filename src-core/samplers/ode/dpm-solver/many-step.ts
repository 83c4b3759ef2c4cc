import type { Backend, Slot } from '../../backend'
import { exponentialStep } from '../../exponential'
import type { Form } from '../../level'
import type { Outlook } from '../many-step'
import type { Variant } from './single-step'

export interface ManyStepOptions {
  readonly form: Form
  readonly order: 1 | 2 | 3
  /** How the second-order step is written, which the first steps of order 3 use too. */
  readonly variant: Variant
  /** Factor of the second divided difference: 2 gives order 3, the authors' code has 1. */
  readonly curvature: 1 | 2
  /** The last steps fall to order 2 and 1, which is more stable with few steps. */
  readonly lowerOrderFinal: boolean
}

/**
 * One multistep step of DPM-Solver (Lu et al. 2022, the noise form) or DPM-Solver++ (Lu et al. 2023, algorithm 2):
 * the last predictions are joined by a polynomial of lambda, whose integral against the exponential is exact. It
 * begins with order 1 and rises as predictions come in.
 */
export function exponentialManyStep(options: ManyStepOptions) {
  const { form, variant, curvature } = options
  return (backend: Backend, x: Slot, { past, to, left }: Outlook): void => {
    const order = Math.min(options.order, past.length, options.lowerOrderFinal ? left : 3)
    const [now, before, oldest] = past
    const step = exponentialStep(now.level, to, form)
    const g1 = step.gain(1)
    if (order === 1 || before === undefined) {
      backend.combine(x, [step.keep, x], [g1, now.prediction])
      return
    }
    const r0 = (now.level.lambda - before.level.lambda) / step.h
    if (order === 2 || oldest === undefined) {
      const w = (variant === 'taylor' ? step.gain(2) : 0.5 * g1) / r0
      backend.combine(x, [step.keep, x], [g1 + w, now.prediction], [-w, before.prediction])
      return
    }
    const r1 = (before.level.lambda - oldest.level.lambda) / step.h
    // First and second derivative from the divided differences a = (m0 - m1)/r0 and b = (m1 - m2)/r1.
    const g2 = step.gain(2)
    const bend = (curvature * step.gain(3)) / (r0 + r1)
    const a = g2 * (1 + r0 / (r0 + r1)) + bend
    const b = -((g2 * r0) / (r0 + r1) + bend)
    backend.combine(
      x,
      [step.keep, x],
      [g1 + a / r0, now.prediction],
      [b / r1 - a / r0, before.prediction],
      [-b / r1, oldest.prediction],
    )
  }
}
