import type { Backend, Slot } from '../../backend'
import { exponentialStep } from '../../exponential'
import { type Form, type Level, levelAt, levelAtLambda, predict } from '../../level'
import { slotOf, type Stretch } from '../one-step'

/**
 * `midpoint`: the second-order term as in the algorithm boxes of the papers; `taylor`: by the Taylor expansion that
 * they start from (phi_2 and phi_3 of `exponential.ts`). The same order, other error constants.
 */
export type Variant = 'midpoint' | 'taylor'

/** Where the stages of a step lie: at thirds (or the half) of the step in log-SNR, or in the process's time. */
export type Inner = 'log-snr' | 'time'

export interface SingleStepOptions {
  readonly form: Form
  readonly variant: Variant
  readonly inner: Inner
}

/** Slots that a step needs besides x. */
export const workOf = (order: number): number => order + 1

/**
 * One step of DPM-Solver of order 1, 2 or 3 (Lu et al. 2022, algorithms 1, 2 and equation 3.7) or, with the data form,
 * of DPM-Solver++ (Lu et al. 2023, algorithm 1 and appendix). x becomes the result; `lower`, if given, becomes the
 * result of the order below from the same evaluations, with its stage at 1/3 or 1/2 as the adaptive methods use it.
 * Returns the evaluations, which are as many as the order.
 */
export function singleStep(
  order: 1 | 2 | 3,
  backend: Backend,
  x: Slot,
  work: readonly Slot[],
  { process, from, to }: Pick<Stretch, 'process' | 'from' | 'to'>,
  { form, variant, inner }: SingleStepOptions,
  lower?: Slot,
): number {
  const whole = exponentialStep(from, to, form)
  const [stage, m0, m1, m2] = [slotOf(work, 0), slotOf(work, 1), work[2], work[3]]
  predict(backend, m0, x, from, form)
  if (order === 1 || m1 === undefined) {
    backend.combine(x, [whole.keep, x], [whole.gain(1), m0])
    return 1
  }
  const place = (fraction: number): Level =>
    inner === 'time'
      ? levelAt(process, from.t + fraction * (to.t - from.t))
      : levelAtLambda(process, from.lambda + fraction * whole.h)
  const first = place(1 / order)
  const r1 = (first.lambda - from.lambda) / whole.h
  const toFirst = exponentialStep(from, first, form)
  backend.combine(stage, [toFirst.keep, x], [toFirst.gain(1), m0])
  predict(backend, m1, stage, first, form)
  const second = (out: Slot): void => {
    const gain = (variant === 'taylor' ? whole.gain(2) : 0.5 * whole.gain(1)) / r1
    backend.combine(out, [whole.keep, x], [whole.gain(1) - gain, m0], [gain, m1])
  }
  if (order === 2 || m2 === undefined) {
    if (lower !== undefined) backend.combine(lower, [whole.keep, x], [whole.gain(1), m0])
    second(x)
    return 2
  }
  const next = place(2 / 3)
  const r2 = (next.lambda - from.lambda) / whole.h
  const toNext = exponentialStep(from, next, form)
  const slope = (toNext.gain(2) * r2) / r1
  backend.combine(stage, [toNext.keep, x], [toNext.gain(1) - slope, m0], [slope, m1])
  predict(backend, m2, stage, next, form)
  if (lower !== undefined) second(lower)
  if (variant === 'midpoint') {
    const gain = whole.gain(2) / r2
    backend.combine(x, [whole.keep, x], [whole.gain(1) - gain, m0], [gain, m2])
  } else {
    // First and second derivative in u = (lambda - lambda_0)/h of the parabola through the three predictions.
    const g2 = whole.gain(2) / (r2 - r1)
    const g3 = (2 * whole.gain(3)) / (r2 - r1)
    const w1 = (g2 * r2 - g3) / r1
    const w2 = (g3 - g2 * r1) / r2
    backend.combine(x, [whole.keep, x], [whole.gain(1) - w1 - w2, m0], [w1, m1], [w2, m2])
  }
  return 3
}
