import type { TextParam } from '../params/param'

/** The payoff as a person types it. */
export const payoffParam: TextParam = {
  kind: 'text',
  label: 'Payoff φ(x)',
  symbol: '\\varphi',
  doc: 'What a path is worth by where it is at the horizon; a condition is 1 where it holds and 0 elsewhere.',
  formula: 'u(x,t) = E[\\varphi(X_T) \\mid X_t = x]',
  as: 'formula',
  variables: ['x'],
  maxLength: 200,
  default: 'x > 0 ? 1 : 0',
}

export interface BackwardWish {
  readonly revision: number
  /** phi(x), a formula */
  readonly payoff: string
  /** Step of the run at whose time paths are started */
  readonly step: number
}

/** u(x, t) = E[phi(X_T) | X_t = x] on the document's interval, for one equation on a line. */
export interface Backward {
  /** Centres of cells, and moments from 0 to the horizon, thinned to what can be seen */
  readonly x: Float64Array
  readonly t: Float64Array
  /** [moments, cells] by Kolmogorov's backward equation */
  readonly values: Float64Array
  /** All cells at the moment at which paths start */
  readonly slice: { readonly t: number; readonly x: Float64Array; readonly u: Float64Array }
  /** Means over paths from some places, their standard errors, and u by the equation there */
  readonly estimates: {
    readonly x: Float64Array
    readonly mean: Float64Array
    readonly error: Float64Array
    readonly u: Float64Array
    /** Paths from each place */
    readonly paths: number
  }
  /**
   * Largest difference in standard errors among the `compared` places whose paths do not all pay the same: without a
   * spread there is no error bar.
   */
  readonly apart: number
  readonly compared: number
  /** Largest difference among all places, in the unit of the payoff */
  readonly difference: number
}
