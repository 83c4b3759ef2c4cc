import type { Estimate } from './weights'

/** One integrand H(W, t) against dW, on n Brownian paths of [0, T] in N steps. */
export interface ItoBench {
  /** int H dW with H at the left end of each step: mean 0 */
  readonly left: Estimate
  /** The same with H in the middle, (H_k + H_(k+1)) / 2: Stratonovich's integral */
  readonly middle: Estimate
  /** E (int H dW)^2 and E int H^2 dt, which are equal (Itô's isometry) */
  readonly square: Estimate
  readonly energy: Estimate
  /** sum (W_(k+1) - W_k)^2, which tends to T */
  readonly variation: Estimate
  /** Middle less left: 1/2 E int dH/dW dt */
  readonly gap: Estimate
}

/** `increments(step)` gives the n increments of a step, N(0, dt) each. */
export function itoBench(
  integrand: (w: number, t: number) => number,
  increments: (step: number) => Float64Array,
  horizon: number,
  steps: number,
): ItoBench {
  const dt = horizon / steps
  const n = increments(0).length
  const [w, left, middle, energy, variation] = Array.from({ length: 5 }, () => new Float64Array(n))
  for (let step = 0; step < steps; step++) {
    const dw = increments(step)
    const t = step * dt
    for (let i = 0; i < n; i++) {
      const here = integrand(w![i]!, t)
      w![i]! += dw[i]!
      const there = integrand(w![i]!, t + dt)
      left![i]! += here * dw[i]!
      middle![i]! += 0.5 * (here + there) * dw[i]!
      energy![i]! += here * here * dt
      variation![i]! += dw[i]! * dw[i]!
    }
  }
  return {
    left: meanOf(left!),
    middle: meanOf(middle!),
    square: meanOf(left!.map((value) => value * value)),
    energy: meanOf(energy!),
    variation: meanOf(variation!),
    gap: meanOf(middle!.map((value, i) => value - left![i]!)),
  }
}

/** 1/2 E int dH/dW dt along the same paths, by central differences: what `gap` tends to (Itô's formula) */
export function expectedGap(
  integrand: (w: number, t: number) => number,
  increments: (step: number) => Float64Array,
  horizon: number,
  steps: number,
): Estimate {
  const dt = horizon / steps
  const w = new Float64Array(increments(0).length)
  const half = new Float64Array(w.length)
  for (let step = 0; step < steps; step++) {
    const dw = increments(step)
    for (let i = 0; i < w.length; i++) {
      const slope = (integrand(w[i]! + SLOPE, step * dt) - integrand(w[i]! - SLOPE, step * dt)) / (2 * SLOPE)
      half[i]! += 0.5 * slope * dt
      w[i]! += dw[i]!
    }
  }
  return meanOf(half)
}

const SLOPE = 1e-4

/** Mean and its standard error */
export function meanOf(values: Float64Array): Estimate {
  const n = values.length
  let mean = 0
  let square = 0
  for (let i = 0; i < n; i++) {
    const apart = values[i]! - mean
    mean += apart / (i + 1)
    square += apart * (values[i]! - mean)
  }
  return { value: mean, error: Math.sqrt(square / (n - 1) / n) }
}
