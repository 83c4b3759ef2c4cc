import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Invalid } from '#core/params/invalid'
import { encodeNpy } from '#core/numeric/npy'

/** The folder that a run writes, made with its parents; files of an earlier run are overwritten. */
export class ResultFolder {
  /** File name to shape, in the order of writing */
  readonly files: Record<string, readonly number[]> = {}

  constructor(private readonly path: string) {
    try {
      mkdirSync(path, { recursive: true })
    } catch {
      throw new Invalid(
        '--out',
        `is "${path}", which cannot be made; a folder that can be written was expected`,
      )
    }
  }

  /** Gives the bytes that were written. */
  save(file: string, shape: readonly number[], data: Float32Array | Float64Array): Uint8Array {
    const bytes = encodeNpy({ shape, data })
    this.saveText(file, bytes)
    this.files[file] = shape
    return bytes
  }

  saveText(file: string, content: string | Uint8Array): void {
    try {
      writeFileSync(join(this.path, file), content)
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
      throw new Invalid('--out', `cannot take ${file} (${reason}); a folder that can be written was expected`)
    }
  }
}
