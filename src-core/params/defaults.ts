import type { Choice, ParamTable, ParamValue, ParamValues } from './param'

/** Every parameter of a table: the choice's own value, else the default. The choice must have been validated. */
export function withDefaults(table: ParamTable, choice: Choice): ParamValues {
  return Object.fromEntries(
    Object.entries(table).map(([name, param]) => [name, choice[name] ?? param.default]),
  )
}

/** The choice without the parameters that equal their default. */
export function withoutDefaults(table: ParamTable, choice: Choice): Choice {
  const kept = Object.entries(choice).filter(
    ([name, value]) => name === 'kind' || !sameValue(value, table[name]?.default),
  )
  return { kind: choice.kind, ...Object.fromEntries(kept) }
}

/** Deep equality of two parameter values. */
export function sameValue(a: ParamValue | undefined, b: ParamValue | undefined): boolean {
  return (
    a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
  )
}
