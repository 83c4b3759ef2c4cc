import type { Optimiser, TrainerState } from './trainer'

/** The numbers of one step of Adam (Kingma & Ba 2015, algorithm 1) and of the moving average, from float64. */
export interface AdamStep {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  /** rate / (1 - beta1^t) */
  readonly rate: number
  /** 1 / sqrt(1 - beta2^t) */
  readonly spread: number
  /** 1 - learning rate * weight decay */
  readonly keep: number
  /** What gradients are multiplied by: below 1 where they are too long */
  readonly shorten: number
  /** Decay of the average at this step */
  readonly average: number
}

/** `taken` steps were taken before. */
export function adamStep(optimiser: Optimiser, taken: number, rate: number, gradientNorm: number): AdamStep {
  const { beta1, beta2, epsilon, weightDecay, clip, emaDecay } = optimiser
  const t = taken + 1
  return {
    beta1,
    beta2,
    epsilon,
    rate: rate / (1 - beta1 ** t),
    spread: 1 / Math.sqrt(1 - beta2 ** t),
    keep: 1 - rate * weightDecay,
    shorten: clip > 0 && gradientNorm > clip ? clip / gradientNorm : 1,
    average: Math.min(emaDecay, t / (9 + t)),
  }
}

/** The step itself on plain arrays, in place. */
export function applyAdam(
  state: Omit<TrainerState, 'step'>,
  gradient: Float64Array,
  { beta1, beta2, epsilon, rate, spread, keep, shorten, average: decay }: AdamStep,
): void {
  const { weights, first, second, average } = state
  for (let i = 0; i < weights.length; i++) {
    const g = shorten * gradient[i]!
    const m = beta1 * first[i]! + (1 - beta1) * g
    const v = beta2 * second[i]! + (1 - beta2) * g * g
    first[i] = m
    second[i] = v
    const w = keep * weights[i]! - (rate * m) / (Math.sqrt(v) * spread + epsilon)
    weights[i] = w
    average[i] = decay * average[i]! + (1 - decay) * w
  }
}
