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
