import type { TextParam } from '#core/params/param'
import type { Domain } from '../domains/domain'
import type { Transport } from '../transport'

/** What a field obeys on a domain. */
export type FieldEquation =
  | {
      /** Goes through time: heat */
      readonly time: 'evolves'
      transport(domain: Domain): Transport
    }
  | {
      /** Stands still: Poisson */
      readonly time: 'stands'
      solve(domain: Domain): Float64Array
    }

export const formulaParam = (label: string, doc: string, fallback: string, symbol?: string): TextParam => ({
  kind: 'text',
  label,
  ...(symbol === undefined ? {} : { symbol }),
  doc,
  as: 'formula',
  variables: ['x', 'y'],
  maxLength: 400,
  default: fallback,
})
