import type { TextParam } from '../params/param'

/** What the means are of, as a person types it. */
export const testFunctionParam: TextParam = {
  kind: 'text',
  label: 'Test function φ',
  doc: 'A smooth formula in x, and y in the plane; the weak form needs its slope and its curvature.',
  formula:
    '\\frac{d}{dt}E\\varphi(X_t) = E\\big[\\mu\\cdot\\nabla\\varphi + \\tfrac12 SS^T\\!:\\nabla^2\\varphi\\big]',
  source: 'Dynkin 1965; Øksendal 2003, theorem 7.4.1',
  as: 'formula',
  variables: ['x', 'y'],
  maxLength: 120,
  default: 'x^2',
}

/** Functions to begin with, on a line and in the plane */
export const testFunctions = {
  1: ['x', 'x^2', 'sin(x)', 'exp(-x^2)'],
  2: ['x', 'x^2 + y^2', 'x * y', 'exp(-x^2 - y^2)'],
} as const

/** d/dt E phi = E L phi from particles, at M moments and over the M - 1 stretches between them; errors are standard errors. */
export interface WeakForm {
  readonly t: Float64Array
  readonly mean: Float64Array
  readonly meanError: Float64Array
  /** Change of E phi over a stretch, per unit of time */
  readonly left: Float64Array
  readonly leftError: Float64Array
  /** Mean of E L phi over its steps */
  readonly right: Float64Array
  readonly rightError: Float64Array
  /** Difference of both, particle by particle, with its error; 0 where no particle moves */
  readonly residual: Float64Array
  readonly residualError: Float64Array
  /** Sum of the squares of residuals in standard errors, over how many stretches, and the largest of them */
  readonly chiSquare: number
  readonly compared: number
  readonly largest: number
  /** True where the sum is as chance has it, up to one case in a thousand */
  readonly agrees: boolean
  readonly particles: number
  /** Steps of particles that insulated ends folded back, where the weak form has a part at the ends */
  readonly folded: number
}
