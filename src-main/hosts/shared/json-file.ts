import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** What a small file of settings holds; null when it is missing or cannot be read, which is no error. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/**
 * Replaces a small file whole: written beside, synced, then renamed, so that a crash leaves the old one or the new one.
 * Throws as the file system does.
 */
export function writeJson(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true })
  const beside = `${file}.${process.pid}.new`
  const handle = openSync(beside, 'w')
  try {
    writeSync(handle, JSON.stringify(value, null, 2) + '\n')
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(beside, file)
}
