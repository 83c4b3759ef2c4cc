import { readFileSync, renameSync } from 'node:fs'
import { type Checkpoint, checkpointFromFile, checkpointToFile } from '#core/learning/training/checkpoint'
import type { Architecture } from '#core/learning/network/architecture'
import { Invalid } from '#core/params/invalid'
import { replaceFile } from '#main/documents/atomic-file'

export interface FoundCheckpoint {
  /** null where there is none, or none that can be read */
  readonly checkpoint: Checkpoint | null
  /** Why a file that is there was not used; it was put aside as FILE.unreadable */
  readonly problem: string | null
}

export function writeCheckpoint(file: string, checkpoint: Checkpoint): void {
  replaceFile(file, checkpointToFile(checkpoint))
}

/** What a training left, for the network and the seed that it is now. */
export function readCheckpoint(file: string, wanted: Architecture, seed: number): FoundCheckpoint {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file)
  } catch {
    return { checkpoint: null, problem: null }
  }
  try {
    const checkpoint = checkpointFromFile(bytes, 'The checkpoint', wanted)
    if (checkpoint.seed !== seed)
      throw new Invalid('The checkpoint', `is of the seed ${checkpoint.seed}; ${seed} was expected`)
    return { checkpoint, problem: null }
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    try {
      renameSync(file, `${file}.unreadable`)
    } catch {
      // It stays where it is, and the next checkpoint replaces it.
    }
    return { checkpoint: null, problem: `${error.message} It was put aside, and training begins anew.` }
  }
}
