import { mixtureForm } from '#core/distributions/mixture-form'
import type { Architecture } from '#core/learning/network/architecture'
import { initialWeights } from '#core/learning/network/initial-weights'
import { networkScore } from '#core/learning/network/network-score'
import type { Optimiser } from '#core/learning/training/trainer'
import { mixtureScore } from '#core/scores/mixture-score'
import type { ScoreModel } from '#core/scores/score-model'

/** 18-128-128-128-2 with SiLU, what learned scores are measured with. */
export const architecture: Architecture = {
  dimension: 2,
  width: 128,
  depth: 3,
  activation: 'silu',
  time: 'fourier',
  frequencies: 8,
  preconditioning: 'edm',
  predicts: 'noise',
  dataVariance: 2.35,
}

export const optimiser: Optimiser = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  clip: 0,
  emaDecay: 0.998,
}

export function presetScore(): ScoreModel {
  const cov = [
    [1, 0],
    [0, 1],
  ]
  const truth = mixtureScore(mixtureForm([{ weight: 1, mean: [0, 0], cov }]))
  return networkScore(architecture, initialWeights(architecture, 1), truth)
}
