import type { SdeSubject, Subject } from '#core/experiment/document'
import { Invalid } from '#core/params/invalid'

/** The subject as an equation with noise. Throws `Invalid` for another kind. */
export function withPaths(subject: Subject): SdeSubject {
  if (subject.kind === 'sde') return subject
  throw new Invalid(
    'experiment.subject.kind',
    `is "${subject.kind}"; "sde" was expected, since this is about paths of an equation with noise`,
  )
}
