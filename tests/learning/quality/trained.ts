import { catalog } from '#core/catalog/index'
import type { GenerativeSubject, LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { presets } from '#core/experiment/presets'
import { type PlannedTraining, planTraining, type TrainingContext } from '#core/learning/plan/plan-training'
import { train } from '#core/learning/training/train'
import { trainingContext, trainingValues } from '#main/engine/training/model-of'
import { wasmTrainer } from '#main/engine/tensors/wasm-trainer'

export interface Learned {
  readonly plan: PlannedTraining
  readonly context: TrainingContext
  readonly weights: Float32Array
}

export function presetDocument(name: string): LabDocument {
  const found = presets.find((preset) => preset.name === name)
  if (found === undefined) throw new Error(`there is no preset "${name}"`)
  return parse(found.document, catalog)
}

/** The plan of a document's training. */
export function planOf({ experiment, seeds }: LabDocument): {
  plan: PlannedTraining
  context: TrainingContext
} {
  const witness = experiment.witnesses.find(({ kind }) => kind === 'training-run')
  if (witness === undefined) throw new Error('the document has no training')
  const context = trainingContext(experiment.subject as GenerativeSubject, seeds, {})
  return { plan: planTraining(trainingValues(witness), context), context }
}

/** A document's training from its first step to its last, as the command `train` takes them. */
export function trained(document: LabDocument): Learned {
  const { plan, context } = planOf(document)
  const trainer = wasmTrainer(plan.spec)
  const run = train(plan.problem, trainer)
  let next = run.next()
  while (next.done !== true) next = run.next()
  if (next.value.kind !== 'done') throw new Error(next.value.sentence)
  return { plan, context, weights: Float32Array.from(trainer.state().average) }
}
