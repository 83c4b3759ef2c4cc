import type { ParamTable, ParamValue } from '#core/params/param'
import type { Session } from '../../session/session.svelte'

const KIND = 'convergence'
const WHERE = 'experiment.witnesses'

/** The document's convergence witness; a document without one has its defaults until the first edit adds it. */
export interface StudyWitness {
  readonly samplers: string
  readonly params: ParamTable
  valueOf(name: string): ParamValue
  /** What is wrong with a value, as the engine says it */
  problem(name: string): string | null
  /** undefined: the default again */
  edit(name: string, value: ParamValue | undefined, gesture: string | null): void
}

export function studyWitness(session: Session): StudyWitness {
  const witnesses = session.document?.experiment.witnesses ?? []
  const at = witnesses.findIndex((witness) => witness.kind === KIND)
  const params = session.catalog?.witness.find((entry) => entry.kind === KIND)?.params ?? {}
  const valueOf = (name: string): ParamValue => witnesses[at]?.[name] ?? params[name]?.default ?? ''
  const samplers = valueOf('samplers')
  return {
    samplers: typeof samplers === 'string' ? samplers : 'own',
    params,
    valueOf,
    problem: (name) => (session.problem?.path === `${WHERE}.${at}.${name}` ? session.problem.sentence : null),
    edit(name, value, gesture) {
      if (at >= 0) session.edit(`${WHERE}.${at}.${name}`, value, gesture)
      else if (value !== undefined)
        session.edit(WHERE, [...witnesses, { kind: KIND, [name]: value }], gesture)
    },
  }
}
