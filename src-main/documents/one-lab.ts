import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Invalid } from '#core/params/invalid'

/** A folder that this process has to itself. */
export interface Claim {
  /** Tells whoever comes later where the lab is. */
  note(url: string): void
  release(): void
}

interface Mark {
  readonly pid: number
  readonly url: string | null
}

/**
 * Two labs in one folder would overwrite each other's document, so the first keeps it. Throws Invalid naming the address
 * of the lab that is open. What a lab that crashed has left behind stops nobody.
 */
export async function claimFolder(folder: string): Promise<Claim> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'open.lock')
  const write = (mark: Mark, flag: 'w' | 'wx'): void => writeFileSync(file, JSON.stringify(mark), { flag })
  try {
    write({ pid: process.pid, url: null }, 'wx')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const other = await runningLab(file)
    if (other !== null)
      throw new Invalid(
        'The lab',
        `is open already at ${other}; that window, or another folder by --data, was expected`,
      )
    write({ pid: process.pid, url: null }, 'w')
  }
  return {
    note: (url) => write({ pid: process.pid, url }, 'w'),
    release: () => rmSync(file, { force: true }),
  }
}

/** Address of the lab that holds a folder; null when it is gone. */
async function runningLab(file: string): Promise<string | null> {
  try {
    const { pid, url } = JSON.parse(readFileSync(file, 'utf8')) as Mark
    // Throws where there is no such process. Its number may belong to another by now, so it must answer too.
    process.kill(pid, 0)
    if (url === null) return null
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(2000) })
    return url
  } catch {
    return null
  }
}
