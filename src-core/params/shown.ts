import type { Param, ParamTable, ParamValue } from './param'
import { wordsOf } from './words'

/** Whether a parameter means anything beside the values of the others; a value left out is the default. */
export function isShown(
  { when }: Param,
  values: Readonly<Record<string, ParamValue | undefined>>,
  table: ParamTable,
): boolean {
  return Object.entries(when ?? {}).every(([name, allowed]) =>
    allowed.includes(wordsOf(values[name], table[name]?.default)),
  )
}
