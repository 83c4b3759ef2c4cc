import { withoutDefaults } from '#core/params/defaults'
import type { Choice, ParamTable } from '#core/params/param'
import type { LabDocument } from './document'
import type { Choices } from './parse'
import { choicesOf, type ChoiceSection } from './subject'

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
  const chosen = Object.entries(choicesOf(subject)) as [ChoiceSection, Choice][]
  const shortSubject = {
    ...subject,
    ...Object.fromEntries(chosen.map(([section, choice]) => [section, short(choice, choices[section])])),
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
