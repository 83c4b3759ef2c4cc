import { Invalid } from '#core/params/invalid'

export const activations = ['silu', 'tanh', 'relu'] as const
export type Activation = (typeof activations)[number]

/** How the noise level enters: Fourier features of the log-SNR, log(alpha / sigma) itself, or sigma / alpha. */
export const timeInputs = ['fourier', 'log-snr', 'noise'] as const
export type TimeInput = (typeof timeInputs)[number]

/** What the output of a plain network means. */
export const predictions = ['score', 'noise', 'x0', 'v'] as const
export type Prediction = (typeof predictions)[number]

/** A perceptron and what its output means; with the weights it is a score. Everything that a weights file must say. */
export interface Architecture {
  readonly dimension: 1 | 2 | 3
  /** Units of a hidden layer */
  readonly width: number
  /** Hidden layers */
  readonly depth: number
  readonly activation: Activation
  readonly time: TimeInput
  /** Frequencies of the Fourier features; each gives a sine and a cosine */
  readonly frequencies: number
  /**
   * `edm`: inputs and targets have unit variance at every noise level (Karras et al. 2022, section 5). Score, noise,
   * x_0 and v are then one and the same network up to sign, so `predicts` does not matter.
   */
  readonly preconditioning: 'edm' | 'plain'
  readonly predicts: Prediction
  /** s^2, the mean variance of the data's coordinates, which `edm` scales by */
  readonly dataVariance: number
}

/** Inputs of the first layer: position, then what the noise level gives. */
export function inputWidth({ dimension, time, frequencies }: Architecture): number {
  return dimension + (time === 'fourier' ? 2 * frequencies : 1)
}

/** [depth + 2] widths from input to output */
export function layerWidths(architecture: Architecture): number[] {
  const { width, depth, dimension } = architecture
  return [inputWidth(architecture), ...Array.from({ length: depth }, () => width), dimension]
}

/** The same function of the same weights */
export function sameArchitecture(a: Architecture, b: Architecture): boolean {
  return difference(a, b) === null
}

/** The first field in which two differ; null when they agree. */
export function difference(a: Architecture, b: Architecture): keyof Architecture | null {
  const fields: readonly (keyof Architecture)[] = [
    'dimension',
    'width',
    'depth',
    'activation',
    'time',
    'frequencies',
    'preconditioning',
    'predicts',
    'dataVariance',
  ]
  return fields.find((field) => a[field] !== b[field]) ?? null
}

/** An architecture from JSON; throws `Invalid` naming the field. */
export function parseArchitecture(json: unknown): Architecture {
  if (typeof json !== 'object' || json === null) throw new Invalid('', 'is no object; one was expected')
  const value = json as Record<string, unknown>
  const whole = (field: string, low: number, high: number): number => {
    const found = value[field]
    if (typeof found !== 'number' || !Number.isInteger(found) || found < low || found > high)
      throw new Invalid(field, `is ${String(found)}; a whole number from ${low} to ${high} was expected`)
    return found
  }
  const oneOf = <T extends string>(field: string, allowed: readonly T[]): T => {
    const found = allowed.find((name) => name === value[field])
    if (found === undefined)
      throw new Invalid(field, `is ${String(value[field])}; one of ${allowed.join(', ')} was expected`)
    return found
  }
  const { dataVariance } = value
  if (typeof dataVariance !== 'number' || !(dataVariance > 0) || !Number.isFinite(dataVariance))
    throw new Invalid('dataVariance', `is ${String(dataVariance)}; a number above 0 was expected`)
  return {
    dimension: whole('dimension', 1, 3) as 1 | 2 | 3,
    width: whole('width', 1, 1024),
    depth: whole('depth', 1, 16),
    activation: oneOf('activation', activations),
    time: oneOf('time', timeInputs),
    frequencies: whole('frequencies', 1, 64),
    preconditioning: oneOf('preconditioning', ['edm', 'plain'] as const),
    predicts: oneOf('predicts', predictions),
    dataVariance,
  }
}
