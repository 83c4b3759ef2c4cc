import { activationOf } from './activations'
import type { Architecture } from './architecture'
import { type Layer, layersOf } from './layout'

type Floats = Float32Array | Float64Array

/** One layer on rows: out [n, outputs] = rows [n, inputs] times the kernel, plus the bias unless it is a tangent. */
export function affineRows(
  out: Float64Array,
  rows: Float64Array,
  n: number,
  { inputs, outputs, kernel, bias }: Layer,
  weights: Floats,
  tangent = false,
): void {
  for (let r = 0; r < n; r++) {
    const to = r * outputs
    for (let j = 0; j < outputs; j++) out[to + j] = tangent ? 0 : weights[bias + j]!
    for (let i = 0; i < inputs; i++) {
      const value = rows[r * inputs + i]!
      if (value === 0) continue
      const from = kernel + i * outputs
      for (let j = 0; j < outputs; j++) out[to + j]! += value * weights[from + j]!
    }
  }
}

/**
 * The network in float64 TypeScript: the oracle for every kernel, and what witnesses evaluate. Rows of inputs are
 * [n, inputWidth], outputs [n, d].
 */
export class Perceptron {
  private readonly layers: readonly Layer[]

  constructor(
    readonly architecture: Architecture,
    readonly weights: Floats,
  ) {
    this.layers = layersOf(architecture)
  }

  forward(out: Float64Array, inputs: Float64Array, n: number): void {
    const { value } = activationOf(this.architecture.activation)
    let rows = inputs
    this.layers.forEach((layer, l) => {
      const last = l === this.layers.length - 1
      const next = last ? out : new Float64Array(n * layer.outputs)
      affineRows(next, rows, n, layer, this.weights)
      if (!last) for (let k = 0; k < next.length; k++) next[k] = value(next[k]!)
      rows = next
    })
  }

  /**
   * Output and its derivative along tangents [n, inputWidth] of the inputs, by a forward sweep: a' = W a', then
   * multiplied by the activation's slope.
   */
  along(
    out: Float64Array,
    derivative: Float64Array,
    inputs: Float64Array,
    tangents: Float64Array,
    n: number,
  ): void {
    const { value, slope } = activationOf(this.architecture.activation)
    let rows = inputs
    let dots = tangents
    this.layers.forEach((layer, l) => {
      const last = l === this.layers.length - 1
      const next = last ? out : new Float64Array(n * layer.outputs)
      const nextDots = last ? derivative : new Float64Array(n * layer.outputs)
      affineRows(next, rows, n, layer, this.weights)
      affineRows(nextDots, dots, n, layer, this.weights, true)
      if (!last)
        for (let k = 0; k < next.length; k++) {
          nextDots[k]! *= slope(next[k]!)
          next[k] = value(next[k]!)
        }
      rows = next
      dots = nextDots
    })
  }
}
