import { activations, type Architecture } from '#core/learning/network/architecture'
import { layersOf } from '#core/learning/network/layout'
import { foldInput } from '../folded-input'

type Floats = Float32Array | Float64Array

/** Where a layer stands in the kernels' layout: widths padded to four, offsets in floats. */
export interface PackedLayer {
  readonly inputs: number
  readonly outputs: number
  readonly kernel: number
  readonly bias: number
}

export const padded = (width: number): number => Math.ceil(width / 4) * 4

/** Layers one after the other: kernel in panels of four outputs, then bias. */
export function packedLayers(widths: readonly number[]): { layers: PackedLayer[]; length: number } {
  let at = 0
  const layers = widths.slice(1).map((width, l) => {
    const inputs = padded(widths[l]!)
    const outputs = padded(width)
    const layer = { inputs, outputs, kernel: at, bias: at + inputs * outputs }
    at = layer.bias + outputs
    return layer
  })
  return { layers, length: at }
}

/** Place of the weight from input i to output j of a packed kernel. */
export function panelPlace(layer: PackedLayer, i: number, j: number): number {
  return layer.kernel + ((j >> 2) * layer.inputs + i) * 4 + (j & 3)
}

/** The code by which kernels know an activation. */
export function activationCode({ activation }: Architecture): number {
  return 1 + activations.indexOf(activation)
}

/** Between a flat array of weights and the kernels' layout; what is padding stays as it is. */
export function repack(
  architecture: Architecture,
  flat: Floats,
  packed: Floats,
  to: 'packed' | 'flat',
): void {
  const from = layersOf(architecture)
  const { layers } = packedLayers([from[0]!.inputs, ...from.map(({ outputs }) => outputs)])
  from.forEach(({ inputs, outputs, kernel, bias }, l) => {
    const layer = layers[l]!
    for (let i = 0; i <= inputs; i++)
      for (let j = 0; j < outputs; j++) {
        const a = i < inputs ? kernel + i * outputs + j : bias + j
        const b = i < inputs ? panelPlace(layer, i, j) : layer.bias + j
        if (to === 'packed') packed[b] = flat[a]!
        else flat[a] = packed[b]!
      }
  })
}

/**
 * A network for one noise level after another: the first layer takes the position alone, with the input's scale folded
 * into its kernel and the level's features into its bias.
 */
export class FoldedNetwork {
  readonly layers: readonly PackedLayer[]
  /** Floats in the kernels' layout; the first layer is filled by `fold` */
  readonly values: Float32Array
  readonly widest: number

  constructor(
    private readonly architecture: Architecture,
    private readonly weights: Float32Array,
  ) {
    const flat = layersOf(architecture)
    const { layers, length } = packedLayers([architecture.dimension, ...flat.map(({ outputs }) => outputs)])
    this.layers = layers
    this.values = new Float32Array(length)
    this.widest = Math.max(4, ...layers.map(({ outputs }) => outputs))
    flat.slice(1).forEach(({ inputs, outputs, kernel, bias }, l) => {
      const layer = layers[l + 1]!
      for (let i = 0; i < inputs; i++)
        for (let j = 0; j < outputs; j++)
          this.values[panelPlace(layer, i, j)] = weights[kernel + i * outputs + j]!
      this.values.set(weights.subarray(bias, bias + outputs), layer.bias)
    })
  }

  /** Fills the first layer for a level; returns how the score is made of x and the raw output. */
  fold(alpha: number, sigma: number): { onState: number; onScore: number } {
    const { kernel, bias, onState, onScore } = foldInput(this.architecture, this.weights, alpha, sigma)
    const layer = this.layers[0]!
    this.values.set(bias, layer.bias)
    for (let at = 0; at < kernel.length; at++)
      this.values[panelPlace(layer, Math.floor(at / bias.length), at % bias.length)] = kernel[at]!
    return { onState, onScore }
  }
}
