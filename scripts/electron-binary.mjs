import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture } from './run.mjs'

const here = 'node_modules/electron'
const tried = 'node_modules/.cache/scorefield-electron-tried'

/** Electron's program below a folder of its package; null when it is not whole. Never `require('electron')`, which would download. */
export function findElectron(
  folder = here,
  read = (file) => readFileSync(file, 'utf8'),
  exists = existsSync,
) {
  try {
    const { version } = JSON.parse(read(join(folder, 'package.json')))
    if (
      read(join(folder, 'dist', 'version'))
        .trim()
        .replace(/^v/, '') !== version
    )
      return null
    const program = join(folder, 'dist', read(join(folder, 'path.txt')).trim())
    return exists(program) ? program : null
  } catch {
    return null
  }
}

/** Whether the program starts here at all; needs no display. */
export async function electronLoads(program) {
  const { code } = await withLimit(program, ['-e', '0'], 15000, { ELECTRON_RUN_AS_NODE: '1' })
  return code === 0
}

/** Fetches the binary once, within a time limit; a failed try is remembered until the package changes. */
export async function fetchElectron(limit = 120000) {
  const version = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')).version
  if (existsSync(tried) && readFileSync(tried, 'utf8') === version) return null
  await withLimit(process.execPath, [join(here, 'install.js')], limit, { ELECTRON_GET_NO_PROGRESS: '1' })
  const found = findElectron()
  if (found === null) {
    mkdirSync('node_modules/.cache', { recursive: true })
    writeFileSync(tried, version)
  }
  return found
}

function withLimit(command, args, limit, env) {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), limit)
  return capture(command, args, { env: { ...process.env, ...env }, signal: abort.signal }).finally(() =>
    clearTimeout(timer),
  )
}
