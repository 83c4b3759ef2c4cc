import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Where the film of a training stands, beside its checkpoint */
export const filmOf = (checkpoint: string): string => checkpoint.replace(/\.safetensors$/, '') + '.film'

/** Bytes that the films of all trainings may take. */
const MOST = 2 ** 30

/**
 * Gives up whole films, the oldest first, until all that are left fit; weights and curves are never given up. Also what
 * a write that never finished left, when its process is gone.
 */
export function boundFilms(folder: string, most = MOST): void {
  let names: readonly string[]
  try {
    names = readdirSync(folder)
  } catch {
    return
  }
  for (const name of names)
    if (/^\..*\.new$/.test(name) && statSync(join(folder, name)).mtimeMs < Date.now() - 86_400_000)
      rmSync(join(folder, name), { force: true })
  const films = names.filter((name) => name.endsWith('.film')).map((name) => filmIn(join(folder, name)))
  films.sort((a, b) => b.last - a.last)
  let sum = 0
  for (const { path, bytes } of films) {
    sum += bytes
    if (sum > most) rmSync(path, { recursive: true, force: true })
  }
}

function filmIn(path: string): { path: string; bytes: number; last: number } {
  const files = readdirSync(path).map((name) => statSync(join(path, name)))
  return {
    path,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    last: Math.max(0, ...files.map(({ mtimeMs }) => mtimeMs)),
  }
}
