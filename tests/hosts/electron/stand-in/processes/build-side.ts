import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'vite'

let built: Promise<string> | null = null

/** The child's side of a utility process as one file that plain Node runs; built once per process. */
export function utilitySide(): Promise<string> {
  built ??= buildSide()
  return built
}

async function buildSide(): Promise<string> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'scorefield-side-'))
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      ssr: path.join(import.meta.dirname, 'utility-side.ts'),
      target: 'node20',
      rolldownOptions: { output: { format: 'es', entryFileNames: 'utility-side.mjs' } },
    },
  })
  return path.join(outDir, 'utility-side.mjs')
}
