import { readFileSync } from 'node:fs'
import { replaceFile } from '#main/documents/atomic-file'

/** What a small file of settings holds; null when it is missing or cannot be read, which is no error. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** Replaces a small file whole: a crash leaves the old one or the new one. Throws as the file system does. */
export function writeJson(file: string, value: unknown): void {
  replaceFile(file, JSON.stringify(value, null, 2) + '\n')
}
