import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  importedNetwork,
  type NetworkTable,
  type NetworkValue,
  sharedWeights,
} from '#core/learning/network-table'
import { weightsFromFile, weightsToFile } from '#core/learning/weights-file'
import { replaceFile } from '#main/documents/atomic-file'

const ENDING = '.safetensors'

/** Networks that are not made here: those that ship with the lab, and imported files under the hash of their bytes. */
export interface NetworkStore {
  /** Names of those that ship */
  readonly shipped: readonly string[]
  /** Those that ship, and of the imported ones those that are named. */
  table(references: readonly string[]): NetworkTable
  /** Takes a file in; gives its reference. Throws `Invalid` that blames `name`, and nothing is kept then. */
  add(bytes: Uint8Array, name: string): string
}

export interface NetworkFolders {
  /** Files NAME.safetensors that come with the lab; null: none */
  readonly shipped: string | null
  /** Where imported files are kept; null: in memory alone */
  readonly imported: string | null
}

export function networkStore({ shipped, imported }: NetworkFolders): NetworkStore {
  const own = new Map<string, NetworkValue>()
  const taken = new Map<string, NetworkValue>()
  for (const file of shipped === null ? [] : filesOf(shipped))
    own.set(file.slice(0, -ENDING.length), valueOf(readFileSync(join(shipped!, file)), file))

  const find = (reference: string): NetworkValue | undefined => {
    const held = taken.get(reference)
    if (held !== undefined || imported === null || !importedNetwork.test(reference)) return held
    let bytes: Uint8Array
    try {
      bytes = readFileSync(join(imported, reference + ENDING))
    } catch {
      return undefined
    }
    // A file that was changed is not the one that the document means.
    if (referenceOf(bytes) !== reference) return undefined
    const value = valueOf(bytes, reference)
    taken.set(reference, value)
    return value
  }
  return {
    shipped: [...own.keys()],
    table(references) {
      const named = references.flatMap((reference) => {
        const value = find(reference)
        return value === undefined ? [] : [[reference, value] as const]
      })
      return { ...Object.fromEntries(own), ...Object.fromEntries(named) }
    },
    add(bytes, name) {
      const value = valueOf(bytes, name)
      const reference = referenceOf(bytes)
      if (imported !== null) replaceFile(join(imported, reference + ENDING), bytes)
      taken.set(reference, value)
      return reference
    },
  }
}

/** Weights as a file, with what made them. */
export function networkFile(
  { architecture, weights }: NetworkValue,
  notes: Readonly<Record<string, string>>,
): Uint8Array {
  return weightsToFile({ architecture, weights, notes })
}

function referenceOf(bytes: Uint8Array): string {
  return `sha256-${createHash('sha256').update(bytes).digest('hex')}`
}

function valueOf(bytes: Uint8Array, name: string): NetworkValue {
  const { architecture, weights } = weightsFromFile(bytes, name)
  return { architecture, weights: sharedWeights(weights) }
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith(ENDING))
      .sort()
  } catch {
    return []
  }
}
