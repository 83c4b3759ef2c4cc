import { catalog } from '#core/catalog/index'
import type { LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { Invalid } from '#core/params/invalid'
import { versions } from '#main/engine/versions'
import { readJson } from '../arguments'
import { ResultFolder } from '../arrays/result-folder'
import { parseOptions, seedOptions, seedsOf, text } from '../options'

type Texts = Readonly<Record<string, typeof text>>

/** A question about one document: the document with the seeds of the command line, and what its own options say. */
export interface AskedDocument<Own extends Texts> {
  readonly document: LabDocument
  readonly values: Readonly<Partial<Record<keyof Own, string>>>
  /** Writes the answer beside its document where `--out` is given; arrays become lists, what is infinite null. */
  readonly write: (file: string, answer: unknown) => void
}

/** Throws `Invalid`. `name` is the command. */
export function askDocument<Own extends Texts>(
  name: string,
  args: readonly string[],
  own: Own,
): AskedDocument<Own> {
  const { values, positionals } = parseOptions(args, { out: text, ...own, ...seedOptions })
  const file = positionals[0]
  if (file === undefined || positionals.length > 1)
    throw new Invalid(name, `takes one file; ${name} FILE.json was expected`)
  const given = values as Readonly<Partial<Record<string, string>>>
  const parsed = parse(readJson(file), catalog)
  const document = { ...parsed, seeds: { ...parsed.seeds, ...seedsOf(given) } }
  return {
    document,
    values: given as AskedDocument<Own>['values'],
    write(as, answer) {
      const { out } = given
      if (out === undefined) return
      if (out === '') throw new Invalid('--out', 'is empty; a folder for the results was expected')
      const plain = (_: string, value: unknown): unknown =>
        value instanceof Float64Array ? Array.from(value) : value
      new ResultFolder(out).saveText(
        as,
        JSON.stringify({ document, answer, versions: versions() }, plain, 2) + '\n',
      )
    },
  }
}

/** A number given to an option. Throws `Invalid`. */
export function decimal(option: string, written: string, low: number, high: number): number {
  const value = written.trim() === '' ? NaN : Number(written)
  if (!(value >= low && value <= high))
    throw new Invalid(option, `is "${written}"; a number from ${low} to ${high} was expected`)
  return value
}

/** Rows of numbers below their names, in columns of one width. */
export function table(names: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const width = names.map((name, k) => Math.max(name.length, ...rows.map((row) => row[k]!.length)))
  return [names, ...rows].map((row) => row.map((cell, k) => cell.padStart(width[k]!)).join('  '))
}

/** Some of many rows: the first, the last, and evenly between. */
export function someOf<Row>(rows: readonly Row[], most: number): readonly Row[] {
  if (rows.length <= most) return rows
  return Array.from({ length: most }, (_, k) => rows[Math.round((k * (rows.length - 1)) / (most - 1))]!)
}
