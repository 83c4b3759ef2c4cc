import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What a command of the command line prints for a document, and one of the files that it writes. */
export async function commandOn(
  document: unknown,
  [command, ...options]: readonly string[],
  file: string | null,
): Promise<{ readonly printed: string; readonly json: unknown }> {
  const folder = mkdtempSync(join(tmpdir(), 'scorefield-'))
  const path = join(folder, 'document.json')
  writeFileSync(path, JSON.stringify(document))
  const out = file === null ? [] : ['--out', folder]
  const { stdout } = await promisify(execFile)(process.execPath, [
    'out/main/lab.js',
    command!,
    path,
    ...out,
    ...options,
  ])
  const json: unknown = file === null ? null : JSON.parse(readFileSync(join(folder, file), 'utf8'))
  rmSync(folder, { recursive: true, force: true })
  return { printed: stdout, json }
}
