import type { LabDocument } from '#core/experiment/document'
import { networkScore } from '#core/learning/network/network-score'
import type { LearnedWish } from '#core/protocol/training'
import type { LearningService } from './learning-service'
import type { ScoreModel } from '#core/scores/score-model'

/** Whose field is drawn beside the exact one; null where there is none. `mark` differs for different weights. */
export interface LearnedField {
  readonly model: ScoreModel
  readonly mark: string
}

export function learnedField(
  wish: LearnedWish | null,
  own: ScoreModel,
  document: LabDocument,
  fieldOf: LearningService['fieldOf'],
): LearnedField | null {
  if (wish === null) return null
  if (wish.of === 'run') return own.truth === undefined ? null : { model: own, mark: 'run' }
  const network = fieldOf(document, wish)
  if (network === null) return null
  const { architecture, weights } = network
  return {
    model: networkScore(architecture, weights, own.truth ?? own),
    mark: `training ${numberOf(weights)}`,
  }
}

const numbers = new WeakMap<Float32Array, number>()
let next = 1

/** Tells weights apart by their array: each hand-over is a new one. */
function numberOf(weights: Float32Array): number {
  const found = numbers.get(weights) ?? next++
  numbers.set(weights, found)
  return found
}
