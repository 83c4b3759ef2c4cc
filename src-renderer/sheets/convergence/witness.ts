import type { Session } from '../../session/session.svelte'
import { documentWitness, type DocumentWitness } from '../document-witness'

/** The document's convergence witness, and the samplers that it names. */
export interface StudyWitness extends DocumentWitness {
  readonly samplers: string
}

export function studyWitness(session: Session): StudyWitness {
  const witness = documentWitness(session, 'convergence')
  const samplers = witness.valueOf('samplers')
  return { ...witness, samplers: typeof samplers === 'string' ? samplers : 'own' }
}
