import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { contentType, fileOfUrl } from './file-of-url'
import { isolationHeaders } from './headers'

export interface FileAnswer {
  readonly status: 200 | 404
  readonly headers: Readonly<Record<string, string>>
  /** Empty for HEAD */
  readonly body: Uint8Array<ArrayBuffer>
}

/**
 * One of the window's files, from its own folder and nowhere else: what both hosts answer a request with. Read through
 * `fs`, which inside a package reads from its archive. Every answer carries the isolation headers, refusals too.
 */
export async function answerFile(root: string, method: string, urlPath: string): Promise<FileAnswer> {
  const file = method === 'GET' || method === 'HEAD' ? fileOfUrl(path, root, urlPath) : null
  try {
    if (file === null) throw new Error('no such file')
    const bytes = new Uint8Array(await readFile(file))
    return {
      status: 200,
      headers: { ...isolationHeaders, 'Content-Type': contentType(file), 'Cache-Control': 'no-cache' },
      body: method === 'HEAD' ? new Uint8Array() : bytes,
    }
  } catch {
    const headers = { ...isolationHeaders, 'Content-Type': 'text/plain; charset=utf-8' }
    return { status: 404, headers, body: new TextEncoder().encode('Not found.\n') }
  }
}
