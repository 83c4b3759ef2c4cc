import type { ParamValue } from './param'

/** The value of a choice or a text, which are words; what is left out or of another kind gives the second. */
export function wordsOf(value: ParamValue | undefined, otherwise: ParamValue | undefined = ''): string {
  if (typeof value === 'string') return value
  return typeof otherwise === 'string' ? otherwise : ''
}
