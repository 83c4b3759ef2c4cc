import { type Architecture, inputWidth } from '#core/learning/network/architecture'
import { referenceTrainer } from '#core/learning/training/reference-trainer'
import type { Batch, StepResult, Trainer, TrainerSpec } from '#core/learning/training/trainer'

/** The suite that every trainer is held to: losses and gradients of ten steps within this share of the reference's */
export const AGREEMENT = 1e-4
const STEPS = 10
const RATE = 3e-3
/** Rows of the suite's batches, so that the reference takes no second, and of those that are timed */
const FEW = 32
const MANY = 512
/** Stretches that are timed, of at least as many milliseconds; the first warms up */
const STRETCHES = 5
const STRETCH = 40

/** How a trainer does here. */
export interface Measured {
  readonly stepsPerSecond: number
  /** Largest difference of ten losses and gradient norms from the reference's, as a share of the first of them */
  readonly difference: number
}

/**
 * Ten steps beside the reference, then as many as go into a fifth of a second on batches of 512; a trainer that throws
 * throws on.
 */
export function measureTrainer(
  make: (spec: TrainerSpec) => Trainer,
  spec: TrainerSpec,
  slopes: boolean,
): Measured {
  const [trainer, reference] = [make(spec), referenceTrainer(spec)]
  let first: StepResult | null = null
  let difference = 0
  for (let step = 0; step < STEPS; step++) {
    const batch = batchOf(spec.architecture, FEW, step, slopes)
    const [found, expected] = [trainer.step(batch, RATE), reference.step(batch, RATE)]
    first ??= expected
    for (const part of ['loss', 'gradientNorm'] as const) {
      const gap = Math.abs(found[part] - expected[part]) / Math.abs(first[part])
      // NaN stays.
      if (!(gap <= difference)) difference = gap
    }
  }
  const stepsPerSecond = rateOf(trainer, batchOf(spec.architecture, MANY, STEPS, slopes))
  trainer.dispose()
  return { stepsPerSecond, difference }
}

/** Of the best stretch: what others do on the machine makes some of them slower, and none faster. */
function rateOf(trainer: Trainer, batch: Batch): number {
  let best = 0
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    const began = performance.now()
    let steps = 0
    do {
      trainer.step(batch, 1e-4)
      steps += 1
    } while (performance.now() - began < STRETCH)
    const took = performance.now() - began
    best = Math.max(best, (1000 * steps) / took)
    // Nor does what takes as long as all of them need more.
    if (took > STRETCHES * STRETCH) break
  }
  return best
}

/** Numbers of about unit size without a pattern that a network could find; any would do. */
function batchOf(architecture: Architecture, count: number, step: number, slopes: boolean): Batch {
  const { dimension: d } = architecture
  const wave = (length: number, phase: number): Float64Array =>
    Float64Array.from({ length }, (_, i) => Math.sin(1.7 * i + phase) + 0.3 * Math.cos(0.11 * i * phase))
  return {
    count,
    inputs: wave(count * inputWidth(architecture), 1 + step),
    targets: wave(count * d, 2 + step),
    weights: wave(count, 3).map((w) => 1 + w * w),
    ...(slopes
      ? {
          slopes: {
            directions: Array.from({ length: d }, (_, k) => wave(count * d, step + 0.5 * k)),
            weights: wave(count, 9),
          },
        }
      : {}),
  }
}
