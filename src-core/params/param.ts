/**
 * One declaration per parameter. From it come the validation (`schema.ts`), the JSON of a document
 * (`defaults.ts`: values equal to their default are left out), and the control in the window (the renderer reads
 * these records as JSON from the catalogue). A declaration is plain data: no functions, so that it can be sent.
 */
interface Declared {
  /** Words beside the control; sentence case, no unit. */
  readonly label: string
  /** TeX of the symbol used in formulas, e.g. `\\beta_{\\max}`. */
  readonly symbol?: string
  /** One sentence: what it does, and what goes wrong at its ends. */
  readonly doc: string
  /** TeX of the defining formula, for the tooltip. */
  readonly formula?: string
  /** Paper and section. */
  readonly source?: string
  /** Folded behind "More" in small windows. */
  readonly minor?: boolean
  /** Shown only where another parameter of the table, a choice, has one of these values; allowed everywhere. */
  readonly when?: Readonly<Record<string, readonly string[]>>
}

export interface NumberParam extends Declared {
  readonly kind: 'number'
  readonly default: number
  /** Inclusive range of what is allowed. */
  readonly min: number
  readonly max: number
  /** Range of usual values, marked on the slider, whose track it spans unless the value lies outside. */
  readonly soft?: readonly [number, number]
  readonly scale?: 'linear' | 'log'
  /** Smallest change that matters; arrow keys move by it. */
  readonly step?: number
  readonly unit?: string
  readonly integer?: boolean
}

export interface ChoiceParam extends Declared {
  readonly kind: 'choice'
  readonly default: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

export interface BooleanParam extends Declared {
  readonly kind: 'boolean'
  readonly default: boolean
}

/** A line of text: a formula, letters to draw, the name of a network. */
export interface TextParam extends Declared {
  readonly kind: 'text'
  readonly default: string
  readonly maxLength: number
  readonly as: 'formula' | 'words' | 'network'
  /** Names that a formula may use. */
  readonly variables?: readonly string[]
}

/** Rows of numbers of equal length: points [n, d], a table of (t, sigma) pairs. */
export interface RowsParam extends Declared {
  readonly kind: 'rows'
  readonly default: readonly (readonly number[])[]
  /** Allowed lengths of a row. */
  readonly widths: readonly number[]
  readonly minRows: number
  readonly maxRows: number
}

/** Weight, mean [d] and full covariance [d][d] of one Gaussian; weights are relative. */
export interface GaussianComponent {
  readonly weight: number
  readonly mean: readonly number[]
  readonly cov: readonly (readonly number[])[]
  /** Class of its points, for guidance: a whole number from 0 to 255; its place in the list where it is left out. */
  readonly label?: number
}

export interface ComponentsParam extends Declared {
  readonly kind: 'components'
  readonly default: readonly GaussianComponent[]
  readonly maxComponents: number
}

export type Param = NumberParam | ChoiceParam | BooleanParam | TextParam | RowsParam | ComponentsParam

/** The parameters of one choice, in the order in which they are shown. */
export type ParamTable = Readonly<Record<string, Param>>

export type ParamValue =
  number | string | boolean | readonly (readonly number[])[] | readonly GaussianComponent[]

type ValueOf<P extends Param> = P extends NumberParam
  ? number
  : P extends ChoiceParam | TextParam
    ? string
    : P extends BooleanParam
      ? boolean
      : P extends RowsParam
        ? readonly (readonly number[])[]
        : readonly GaussianComponent[]

/** Every parameter of a table with its value: what an implementation receives. */
export type ParamValues<T extends ParamTable = ParamTable> = { readonly [K in keyof T]: ValueOf<T[K]> }

/** A choice as a document writes it: the kind, and the parameters that differ from their default. */
export interface Choice {
  readonly kind: string
  readonly [param: string]: ParamValue | undefined
}
