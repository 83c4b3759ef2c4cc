import type { TextParam } from '#core/params/param'
import type { Domain } from '../domains/domain'
import type { Conductivity } from '../problems/heat'
import type { Transport } from '../transport'

/** What a field obeys on a domain. */
export type FieldEquation =
  | {
      /** Goes through time: heat */
      readonly time: 'evolves'
      transport(domain: Domain): Transport
      /** What particles read that spread as the field does. Throws `Invalid` where a source makes heat from nothing. */
      conductivity(domain: Domain): Conductivity
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
