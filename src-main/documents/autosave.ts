import { open, readdir, rename, unlink } from 'node:fs/promises'
import { readFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { LabDocument } from '#core/experiment/document'

/** Older states that are kept beside the newest. */
const VERSIONS = 5
const DELAY = 500

export interface Autosave {
  /** Writes soon; of several in a row only the last. */
  note(document: LabDocument): void
  /** Writes now what is still waiting. */
  flush(): Promise<void>
}

/** The folder's newest document as JSON, to be opened again; null when there is none or it cannot be read. */
export function lastDocument(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, 'open.json'), 'utf8'))
  } catch {
    return null
  }
}

/** Keeps the open document on disk: written beside, synced, then renamed, so that a crash leaves a whole file. */
export function autosave(folder: string): Autosave {
  mkdirSync(folder, { recursive: true })
  let waiting: LabDocument | null = null
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()
  const write = (): Promise<void> => {
    const document = waiting
    waiting = null
    if (document === null) return writing
    writing = writing
      .then(() => replaceFile(folder, JSON.stringify(document, null, 2) + '\n'))
      .catch((error: unknown) => {
        console.error(
          `The document could not be kept in ${folder}: ${error instanceof Error ? error.message : String(error)}`,
        )
      })
    return writing
  }
  return {
    note(document) {
      waiting = document
      timer ??= setTimeout(() => {
        timer = null
        void write()
      }, DELAY)
    },
    flush() {
      if (timer !== null) clearTimeout(timer)
      timer = null
      return write()
    },
  }
}

async function replaceFile(folder: string, text: string): Promise<void> {
  const beside = join(folder, `writing-${process.pid}.json`)
  const file = await open(beside, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  const stamp = new Date().toISOString().replace(/[:.]/g, '-')
  await rename(join(folder, 'open.json'), join(folder, `before-${stamp}.json`)).catch(() => undefined)
  await rename(beside, join(folder, 'open.json'))
  const old = (await readdir(folder)).filter((name) => name.startsWith('before-')).sort()
  for (const name of old.slice(0, -VERSIONS)) await unlink(join(folder, name))
}
