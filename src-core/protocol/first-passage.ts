/** A region that paths leave, and where they start; data coordinates. */
export interface PassageWish {
  readonly revision: number
  readonly low: readonly number[]
  readonly high: readonly number[]
  readonly from: readonly number[]
}

/** Mean times until paths leave a region, along its first axis through the place where they start. */
export interface FirstPassage {
  readonly x: Float64Array
  /** By L u = -1 on cells of the region */
  readonly mean: Float64Array
  /** The same by paths from some places, the start among them, with standard errors, and the equation's value there */
  readonly estimates: {
    readonly places: Float64Array
    readonly mean: Float64Array
    readonly error: Float64Array
    readonly u: Float64Array
    readonly paths: number
  }
  /** From the start itself: the chance to leave at the high end of a line, by equation and paths; null in the plane */
  readonly atHigh: { readonly equation: number; readonly paths: number; readonly error: number } | null
  /** Which of the estimates is that of the start */
  readonly start: number
  /** Paths that had not left when all time was used */
  readonly inside: number
  /** Largest difference among the places in standard errors */
  readonly apart: number
}

/** What an equation's density tends to. */
export interface AtRest {
  /** [cells] on the document's grid; null where there is none, for the reason in `sentence` */
  readonly values: Float64Array | null
  readonly sentence: string | null
  /** Rates at which a density on a line comes to rest, rising from 0; empty in the plane */
  readonly rates: Float64Array
}
