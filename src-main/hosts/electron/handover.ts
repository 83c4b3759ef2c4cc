import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { GivenFile } from './channels'

/** Largest document that is read: a table of a million numbers fits, a film opened by mistake does not. */
const MOST_BYTES = 64 * 2 ** 20

export interface Handover {
  /** Reads a file and gives it to the page, now or as soon as there is one that listens. */
  open(file: string): Promise<void>
  /** A page listens; what waited is sent to it. */
  connected(send: (file: GivenFile) => void): void
  /** The page has gone. */
  disconnected(): void
}

/** Brings files that the system names to the page, which checks them; `onProblem` tells of one that cannot be read. */
export function handover(onProblem: (sentence: string) => void): Handover {
  const waiting: GivenFile[] = []
  let listener: ((file: GivenFile) => void) | null = null
  return {
    async open(file) {
      try {
        const { size } = await stat(file)
        if (size > MOST_BYTES) throw new Error(`it has ${size} bytes, ${MOST_BYTES} are the most`)
        const given = { name: path.basename(file), text: await readFile(file, 'utf8') }
        if (listener === null) waiting.push(given)
        else listener(given)
      } catch (error) {
        onProblem(`${file} could not be read: ${error instanceof Error ? error.message : String(error)}.`)
      }
    },
    connected(send) {
      listener = send
      for (const file of waiting.splice(0)) send(file)
    },
    disconnected() {
      listener = null
    },
  }
}
