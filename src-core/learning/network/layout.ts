import { type Architecture, layerWidths } from './architecture'

/** Where one layer's numbers stand in the flat array of weights. */
export interface Layer {
  readonly inputs: number
  readonly outputs: number
  /** Offset of the kernel [inputs, outputs], outputs fastest */
  readonly kernel: number
  /** Offset of the bias [outputs] */
  readonly bias: number
}

/** All layers in order: kernel, then bias, of each. */
export function layersOf(architecture: Architecture): Layer[] {
  const widths = layerWidths(architecture)
  let at = 0
  return widths.slice(1).map((outputs, i) => {
    const inputs = widths[i]!
    const layer = { inputs, outputs, kernel: at, bias: at + inputs * outputs }
    at = layer.bias + outputs
    return layer
  })
}

/** Numbers in the flat array */
export function weightCount(architecture: Architecture): number {
  return layersOf(architecture).reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0)
}
