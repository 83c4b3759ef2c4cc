import { withoutDefaults } from '#core/params/defaults'
import type { Choice, ParamTable } from '#core/params/param'
import type { LabDocument, Subject } from './document'
import type { Choices } from './parse'

/**
 * A document as the text of a file: parameters that equal their default are left out, everything structural is
 * written. `parse` of it gives a document of the same meaning, and `serialise` of that the same text.
 */
export function serialise(document: LabDocument, choices: Choices): string {
  return JSON.stringify(lean(document, choices), null, 2) + '\n'
}

function lean(document: LabDocument, choices: Choices): LabDocument {
  const { subject, witnesses } = document.experiment
  const short = (choice: Choice, known: readonly { kind: string; params: ParamTable }[]): Choice => {
    const found = known.find((candidate) => candidate.kind === choice.kind)
    return found === undefined ? choice : withoutDefaults(found.params, choice)
  }
  const shortSubject: Subject = {
    ...subject,
    data: short(subject.data, choices.data),
    process: short(subject.process, choices.process),
    score: short(subject.score, choices.score),
    dynamics: short(subject.dynamics, choices.dynamics),
    sampler: short(subject.sampler, choices.sampler),
    grid: short(subject.grid, choices.grid),
  }
  return {
    ...document,
    experiment: {
      ...document.experiment,
      subject: shortSubject,
      witnesses: witnesses.map((witness) => short(witness, choices.witness)),
    },
  }
}
