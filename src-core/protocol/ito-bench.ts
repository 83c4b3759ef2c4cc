import type { TextParam } from '#core/params/param'

/** What is integrated against Brownian motion. */
export const integrandParam: TextParam = {
  kind: 'text',
  label: 'Integrand H(w, t)',
  doc: 'A formula in w, the Brownian motion, and t. Left sums of H dW have mean 0, mid-point sums in general have not.',
  source: 'Itô 1944; Stratonovich 1966',
  default: 'w',
  maxLength: 120,
  as: 'formula',
  variables: ['w', 't'],
}

/** Columns have one entry for each number of steps, doubling; the same paths are cut finer. Errors are standard errors. */
export interface ItoColumns {
  readonly steps: Float64Array
  /** Mean of the sums with H at the left of each step, and halfway */
  readonly left: Float64Array
  readonly leftError: Float64Array
  readonly middle: Float64Array
  readonly middleError: Float64Array
  /** Mean of (left sum)^2 and of the sum of H^2 dt: equal by Itô's isometry */
  readonly square: Float64Array
  readonly squareError: Float64Array
  readonly energy: Float64Array
  readonly energyError: Float64Array
  /** Sum of dW^2: mean and deviation over the paths */
  readonly variation: Float64Array
  readonly variationDeviation: Float64Array
}

export interface ItoAnswer extends ItoColumns {
  /** 1/2 E int dH/dw dt, where mid-point sums tend to, with its error */
  readonly drift: number
  readonly driftError: number
  readonly horizon: number
  readonly paths: number
}
