import { Invalid } from '#core/params/invalid'
import type { Architecture } from './network/architecture'

/** A network as it travels between threads: plain data, with the weights in shared memory where they are large. */
export interface NetworkValue {
  readonly architecture: Architecture
  /** Flat, as network/layout.ts lays them out */
  readonly weights: Float32Array
}

/**
 * The networks that a document names, by reference: `training`, the name of one that ships with the lab, or `sha256-`
 * and the hash of an imported file. A value that is handed in, so that nothing in core reads files.
 */
export type NetworkTable = Readonly<Record<string, NetworkValue>>

/** The document's own training */
export const ownTraining = 'training'

/** An imported file, by the SHA-256 of its bytes in lower-case hexadecimal */
export const importedNetwork = /^sha256-[0-9a-f]{64}$/

/** The same weights in memory that threads share. */
export function sharedWeights(weights: ArrayLike<number>): Float32Array {
  const shared = new Float32Array(new SharedArrayBuffer(weights.length * 4))
  shared.set(weights)
  return shared
}

/** The network that the parameter `field` names. Throws `Invalid` for one that is not in the table. */
export function networkNamed(reference: string, networks: NetworkTable, field: string): NetworkValue {
  const found = Object.hasOwn(networks, reference) ? networks[reference] : undefined
  if (found !== undefined) return found
  if (reference === ownTraining)
    throw new Invalid(
      field,
      `is "${ownTraining}", and the experiment has no training; a witness "training-run", or a network by name, was expected`,
    )
  const names = Object.keys(networks).filter((name) => name !== ownTraining && !importedNetwork.test(name))
  const expected = `the file that was imported when the document was made, or one of ${['training', ...names].join(', ')}, was expected`
  throw new Invalid(
    field,
    importedNetwork.test(reference)
      ? `is ${shownReference(reference)}, an imported network whose weights are not here; ${expected}`
      : `is "${shownReference(reference)}", which names no network; ${expected}`,
  )
}

/** Throws `Invalid` unless a network is for data of so many dimensions. */
export function refuseDimension(
  { architecture }: NetworkValue,
  dimension: number,
  reference: string,
  field: string,
): void {
  if (architecture.dimension !== dimension)
    throw new Invalid(
      field,
      `is "${shownReference(reference)}", a network for data of ${architecture.dimension} dimensions; the data here has ${dimension}, and one for that was expected`,
    )
}

function shownReference(reference: string): string {
  return reference.length > 24 ? `${reference.slice(0, 23)}…` : reference
}
