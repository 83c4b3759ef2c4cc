import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Experiment, LabDocument, Subject } from '#core/experiment/document'
import { type NetworkTable, ownTraining, sharedWeights } from '#core/learning/network-table'
import { planNetwork } from '#core/learning/plan/plan-training'
import { trainingRun } from '#core/learning/training-run'
import { weightsFromFile } from '#core/learning/weights-file'
import { Invalid } from '#core/params/invalid'
import type { Choice } from '#core/params/param'
import { teacherOf, trainingContext, trainingValues } from '#main/engine/training/model-of'
import { networkStore } from '#main/engine/training/network-store'
import { readNamed } from '../arguments'

/** Where the networks are that ship with the lab: beside the bundle's folder, or beside the sources. */
function shippedFolder(): string {
  const places = ['../../networks', '../../../networks'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  )
  return places.find((place) => existsSync(place)) ?? places[0]!
}

/**
 * The networks that a run may name: those that ship, and under `training` the weights of a file, which stand for
 * whatever the document's score names. Throws `Invalid` for a file that cannot be used.
 */
export function networksOf(weights: string | null): NetworkTable {
  const shipped = networkStore({ shipped: shippedFolder(), imported: null }).table([])
  if (weights === null) return shipped
  const { architecture, weights: flat } = weightsFromFile(readNamed(weights, '--weights'), '--weights')
  return { ...shipped, [ownTraining]: { architecture, weights: sharedWeights(flat) } }
}

/** The networks that a training may learn from: those that ship, and with a file that file for the one it names. */
export function taughtBy(witness: Choice, file: string | null): NetworkTable {
  const shipped = networkStore({ shipped: shippedFolder(), imported: null }).table([])
  const reference = teacherOf(witness)
  if (file === null) return shipped
  if (reference === null)
    throw new Invalid('--teacher', 'is given and nothing is distilled; the loss "consistency" was expected')
  const { architecture, weights } = weightsFromFile(readNamed(file, '--teacher'), '--teacher')
  return { ...shipped, [reference]: { architecture, weights: sharedWeights(weights) } }
}

/** With `--weights`, every subject is run with the network of the file. */
export function withWeights<Of extends Subject>(subject: Of, weights: string | null): Of {
  if (weights === null || subject.kind !== 'generative') return subject
  return { ...subject, score: { kind: 'learned', ...shareOf(subject.score), weights: ownTraining } }
}

function shareOf(score: { readonly kind: string; readonly share?: unknown }): { share?: number } {
  return score.kind === 'learned' && typeof score.share === 'number' ? { share: score.share } : {}
}

/** Refuses a run of the document's own training without its weights. */
export function refuseUntrained({ subject }: Experiment, networks: NetworkTable): void {
  if (subject.kind !== 'generative' || subject.score.kind !== 'learned') return
  if ((subject.score['weights'] ?? ownTraining) === ownTraining && networks[ownTraining] === undefined)
    throw new Invalid(
      '--weights',
      'is missing; the score is that of the document’s own training, so the weights.safetensors that "train" wrote were expected',
    )
}

/** The network of a document's training before its first step, so that a document can be checked; null: none. */
export function untrained({ experiment, seeds }: LabDocument): NetworkTable {
  const { subject, witnesses } = experiment
  const at = witnesses.findIndex(({ kind }) => kind === trainingRun.kind)
  const witness = witnesses[at]
  if (witness === undefined || subject.kind !== 'generative') return {}
  try {
    const { architecture, spec } = planNetwork(
      trainingValues(witness),
      trainingContext(subject, seeds, taughtBy(witness, null)),
    )
    return { [ownTraining]: { architecture, weights: Float32Array.from(spec.weights) } }
  } catch (error) {
    throw error instanceof Invalid ? error.within(`experiment.witnesses.${at}`) : error
  }
}
