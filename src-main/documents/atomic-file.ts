import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { threadId } from 'node:worker_threads'

/**
 * Replaces a file whole: written beside, synced, renamed, and the folder synced, so that whatever ends the process or
 * the machine leaves the old file or the new one. Throws as the file system does. A file that is not `lasting` is not
 * synced: the end of the machine may leave it cut short, and whoever reads it looks whether it is whole.
 */
export function replaceFile(
  file: string,
  content: Uint8Array | string,
  { lasting = true }: { readonly lasting?: boolean } = {},
): void {
  const folder = dirname(file)
  mkdirSync(folder, { recursive: true })
  const beside = join(folder, `.${basename(file)}.${process.pid}-${threadId}.new`)
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const handle = openSync(beside, 'w')
  try {
    // A write may take only a part of what it is given.
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at)
    if (lasting) fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(beside, file)
  if (lasting) syncFolder(folder)
}

/** Makes the rename itself last; systems that cannot open a folder order it themselves. */
function syncFolder(folder: string): void {
  let handle: number
  try {
    handle = openSync(folder, 'r')
  } catch {
    return
  }
  try {
    fsyncSync(handle)
  } catch {
    // As above.
  } finally {
    closeSync(handle)
  }
}
