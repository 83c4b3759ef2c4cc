import { withDefaults } from '#core/params/defaults'
import type { ParamTable, ParamValue, ParamValues } from '#core/params/param'

/** What an entry makes from its defaults and the values given, which may lie outside what a document may say. */
export function made<T>(
  line: { readonly kind: string; readonly params: ParamTable; make(values: ParamValues): T },
  values: Readonly<Record<string, ParamValue>> = {},
): T {
  return line.make({ ...withDefaults(line.params, { kind: line.kind }), ...values })
}
