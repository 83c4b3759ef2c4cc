import { Invalid } from '#core/params/invalid'
import { type Architecture, difference, parseArchitecture } from './network/architecture'
import { layersOf, weightCount } from './network/layout'
import { readSafetensors, type Tensor, writeSafetensors } from './safetensors'

export interface Weights {
  readonly architecture: Architecture
  /** Flat, as network/layout.ts lays them out */
  readonly weights: Float32Array
  /** Further words of the file: what made it, when, its error */
  readonly notes: Readonly<Record<string, string>>
}

/**
 * Weights as others can read them: `layers.N.weight` [outputs, inputs] and `layers.N.bias`, PyTorch's names and order,
 * with the architecture as JSON under the metadata `architecture`.
 */
export function weightsToFile({ architecture, weights, notes }: Weights): Uint8Array {
  const tensors: Record<string, Tensor> = {}
  layersOf(architecture).forEach(({ inputs, outputs, kernel, bias }, l) => {
    const data = new Float32Array(inputs * outputs)
    for (let i = 0; i < inputs; i++)
      for (let j = 0; j < outputs; j++) data[j * inputs + i] = weights[kernel + i * outputs + j]!
    tensors[`layers.${l}.weight`] = { shape: [outputs, inputs], data }
    tensors[`layers.${l}.bias`] = { shape: [outputs], data: weights.slice(bias, bias + outputs) }
  })
  return writeSafetensors({ tensors, metadata: { ...notes, architecture: JSON.stringify(architecture) } })
}

/**
 * `name` is the file or field that is blamed; with `wanted` another architecture is refused. Throws `Invalid`, before
 * anything that was held is given up.
 */
export function weightsFromFile(bytes: Uint8Array, name: string, wanted?: Architecture): Weights {
  const { tensors, metadata } = readSafetensors(bytes, name)
  const { architecture: written, ...notes } = metadata
  if (written === undefined)
    throw new Invalid(name, 'does not say its architecture; metadata “architecture” with JSON was expected')
  const architecture = readArchitecture(written, name)
  if (wanted !== undefined) refuseOther(architecture, wanted, name)
  const weights = new Float32Array(weightCount(architecture))
  layersOf(architecture).forEach(({ inputs, outputs, kernel, bias }, l) => {
    const matrix = part(tensors, `layers.${l}.weight`, [outputs, inputs], name)
    for (let i = 0; i < inputs; i++)
      for (let j = 0; j < outputs; j++) weights[kernel + i * outputs + j] = matrix[j * inputs + i]!
    weights.set(part(tensors, `layers.${l}.bias`, [outputs], name), bias)
  })
  if (!weights.every(Number.isFinite))
    throw new Invalid(name, 'holds numbers that are not finite; a network that did not diverge was expected')
  return { architecture, weights, notes }
}

/** Throws `Invalid` below `name`. */
export function readArchitecture(written: string, name: string): Architecture {
  try {
    return parseArchitecture(JSON.parse(written) as unknown)
  } catch (error) {
    if (error instanceof Invalid) throw error.within(`${name}.architecture`)
    throw new Invalid(`${name}.architecture`, 'is no JSON; an object was expected')
  }
}

/** Throws `Invalid` unless two networks are the same function of their weights. */
export function refuseOther(found: Architecture, wanted: Architecture, name: string): void {
  const field = difference(found, wanted)
  if (field !== null)
    throw new Invalid(
      name,
      `is for another network: its ${field} is ${found[field]}, and ${wanted[field]} was expected`,
    )
}

function part(
  tensors: Readonly<Record<string, Tensor>>,
  key: string,
  shape: readonly number[],
  name: string,
): Float32Array | Float64Array {
  const found = tensors[key]
  if (found === undefined) throw new Invalid(name, `has no “${key}”, which its architecture needs`)
  if (found.shape.join() !== shape.join())
    throw new Invalid(
      name,
      `has “${key}” of shape (${found.shape.join(', ')}); (${shape.join(', ')}) was expected by its architecture`,
    )
  return found.data
}
