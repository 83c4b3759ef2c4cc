import type { ParamTable, ParamValues } from './param'

/** What is said of a thing that can be chosen; plain data, sent to the window as JSON. */
export interface Description {
  /** Name in documents; kebab-case, never changed once released. */
  readonly kind: string
  /** The field's standard name; not translated. */
  readonly title: string
  /** The title where there is room for 17 letters or so; absent where it is as short itself. */
  readonly short?: string
  /** One sentence under the title. */
  readonly doc: string
  /** Paper, section or algorithm. */
  readonly source: string
  /** TeX shown in the panel. */
  readonly formula?: string
  readonly params: ParamTable
}

/**
 * A line of the catalogue: description and maker. `make` receives every parameter (defaults filled in, each within
 * its range) and throws `Invalid` (path relative to the choice) where a combination of them is not allowed.
 */
export interface Entry<Made, Table extends ParamTable = ParamTable> extends Description {
  readonly params: Table
  make(values: ParamValues<Table>): Made
}

/** An entry whose table's own type has been forgotten, as the catalogue holds it. */
export interface AnyEntry<Made> extends Description {
  make(values: ParamValues): Made
}

/** Closes over the table's type, so that entries of different tables can stand in one list. */
export function entry<Made, const Table extends ParamTable>(line: Entry<Made, Table>): AnyEntry<Made> {
  return { ...line, make: (values) => line.make(values as ParamValues<Table>) }
}
