import type { LabDocument, Variant } from '#core/experiment/document'
import type { Choice } from '#core/params/param'

const KIND = 'training-run'
/** The variants with one more, which trains as the witness says in place of the document's own. */
export function withTraining(document: LabDocument, name: string, witness: Choice): Variant[] {
  const others = document.experiment.witnesses.filter(({ kind }) => kind !== KIND)
  return [...document.variants, { name, patch: { witnesses: [...others, witness] } }]
}

/** The same training from another seed: what there is to compare before anything is changed */
export function reseeded(witness: Choice, document: LabDocument): Choice {
  const seed = typeof witness['seed'] === 'number' ? witness['seed'] : 1
  return { ...witness, seed: seed + document.variants.length + 1 }
}

/** A student of the network that is named, with a budget that is enough in two dimensions. */
export function distilling(teacher: string, witness: Choice): Choice {
  const { points, seed } = witness
  return {
    kind: KIND,
    loss: 'consistency',
    teacher,
    steps: 3000,
    batch: 256,
    rate: 0.001,
    warmUp: 50,
    ema: 0.99,
    ...(points === undefined ? {} : { points }),
    ...(seed === undefined ? {} : { seed }),
  }
}
