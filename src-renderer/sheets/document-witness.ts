import { applyPatch } from '#core/experiment/merge-patch'
import type { Choice, ParamTable, ParamValue } from '#core/params/param'
import type { Session } from '../session/session.svelte'

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

/** @param pane 0 the base experiment, 1 the first variant, whose patch then carries the whole list of witnesses */
export function documentWitness(session: Session, kind: string, pane = 0): DocumentWitness {
  const { document } = session
  const patch = pane === 0 ? {} : (document?.variants[pane - 1]?.patch ?? {})
  const patched = applyPatch({ witnesses: document?.experiment.witnesses ?? [] }, patch)
  const { witnesses } = patched as { witnesses: readonly Choice[] }
  const where = pane === 0 ? 'experiment.witnesses' : `variants.${pane - 1}.patch.witnesses`
  const at = witnesses.findIndex((witness) => witness.kind === kind)
  const params = session.catalog?.witness.find((entry) => entry.kind === kind)?.params ?? {}
  return {
    present: at >= 0,
    params,
    values: witnesses[at] ?? {},
    valueOf: (name) => witnesses[at]?.[name] ?? params[name]?.default ?? '',
    problem: (name) => (session.problem?.path === `${where}.${at}.${name}` ? session.problem.sentence : null),
    edit(name, value, gesture) {
      if (at < 0 && value === undefined) return
      const { [name]: _, ...rest } = witnesses[at] ?? { kind }
      const next = { ...rest, ...(value === undefined ? {} : { [name]: value }) } as Choice
      session.edit(where, at < 0 ? [...witnesses, next] : witnesses.with(at, next), gesture)
    },
    refused: session.problem?.path === `${where}.${at}` ? session.problem.sentence : null,
    remove() {
      if (at >= 0)
        session.edit(
          where,
          witnesses.filter((_, i) => i !== at),
        )
    },
    add() {
      if (at < 0) session.edit(where, [...witnesses, { kind }])
    },
  }
}
