import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The built lab's local host with a document. */
export interface LocalLab {
  readonly url: string
  readonly pid: number
  close(): Promise<void>
}

export async function openLocalLab(document?: unknown): Promise<LocalLab> {
  const folder = mkdtempSync(join(tmpdir(), 'scorefield-bench-'))
  const file = join(folder, 'document.json')
  if (document !== undefined) writeFileSync(file, JSON.stringify(document))
  const host = spawn(
    process.execPath,
    ['out/main/local.js', '--data', folder, ...(document === undefined ? [] : [file])],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const url = await new Promise<string>((resolve, reject) => {
    let text = ''
    host.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = /http:\/\/\S+/.exec(text)?.[0]
      if (found !== undefined) resolve(found)
    })
    host.once('exit', (code) => reject(new Error(`the local host ended with ${code}`)))
  })
  return {
    url,
    pid: host.pid!,
    async close() {
      host.kill('SIGTERM')
      await new Promise((resolve) => host.once('exit', resolve))
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}
