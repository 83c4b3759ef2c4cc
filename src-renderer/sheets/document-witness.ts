import type { ParamTable, ParamValue } from '#core/params/param'
import type { Session } from '../session/session.svelte'

const WHERE = 'experiment.witnesses'

/** A witness of the document; one that it has not has its defaults until the first edit adds it. */
export interface DocumentWitness {
  /** Whether the document has it */
  readonly present: boolean
  readonly params: ParamTable
  readonly values: Readonly<Record<string, ParamValue | undefined>>
  valueOf(name: string): ParamValue
  /** What is wrong with a value, as the engine says it */
  problem(name: string): string | null
  /** undefined: the default again */
  edit(name: string, value: ParamValue | undefined, gesture: string | null): void
  add(): void
  remove(): void
  /** What is wrong with the witness as a whole, as the engine says it */
  readonly refused: string | null
}

export function documentWitness(session: Session, kind: string): DocumentWitness {
  const witnesses = session.document?.experiment.witnesses ?? []
  const at = witnesses.findIndex((witness) => witness.kind === kind)
  const params = session.catalog?.witness.find((entry) => entry.kind === kind)?.params ?? {}
  return {
    present: at >= 0,
    params,
    values: witnesses[at] ?? {},
    valueOf: (name) => witnesses[at]?.[name] ?? params[name]?.default ?? '',
    problem: (name) => (session.problem?.path === `${WHERE}.${at}.${name}` ? session.problem.sentence : null),
    edit(name, value, gesture) {
      if (at >= 0) session.edit(`${WHERE}.${at}.${name}`, value, gesture)
      else if (value !== undefined) session.edit(WHERE, [...witnesses, { kind, [name]: value }], gesture)
    },
    refused: session.problem?.path === `${WHERE}.${at}` ? session.problem.sentence : null,
    remove() {
      if (at >= 0)
        session.edit(
          WHERE,
          witnesses.filter((_, i) => i !== at),
        )
    },
    add() {
      if (at < 0) session.edit(WHERE, [...witnesses, { kind }])
    },
  }
}
