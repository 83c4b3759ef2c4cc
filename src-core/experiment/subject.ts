import { Invalid } from '#core/params/invalid'
import type { Choice } from '#core/params/param'
import type { GenerativeSubject, Subject } from './document'

/** Fields of each kind of subject that are chosen from the catalogue. */
export const choiceSections = {
  generative: ['data', 'process', 'score', 'dynamics', 'sampler', 'grid'],
  sde: ['equation', 'domain', 'start', 'scheme'],
  field: ['problem', 'domain', 'start', 'scheme'],
} as const satisfies Record<Subject['kind'], readonly string[]>
export type ChoiceSection = (typeof choiceSections)[Subject['kind']][number]

/** The choices of a subject by section. */
export function choicesOf(subject: Subject): Readonly<Partial<Record<ChoiceSection, Choice>>> {
  const fields = subject as unknown as Readonly<Record<ChoiceSection, Choice>>
  return Object.fromEntries(choiceSections[subject.kind].map((section) => [section, fields[section]]))
}

/** The subject as a diffusion model. Throws `Invalid` for another kind, since `what` needs a sampler and a score. */
export function generativeOf(
  subject: Subject,
  what = 'what was asked for',
  root = 'experiment.subject',
): GenerativeSubject {
  if (subject.kind === 'generative') return subject
  throw new Invalid(
    `${root}.kind`,
    `is "${subject.kind}"; "generative" was expected, since ${what} needs a sampler and a score`,
  )
}

/** Particles of a subject; a field has none of its own. */
export function particlesOf(subject: Subject): number {
  return subject.kind === 'field' ? 0 : subject.particles
}
