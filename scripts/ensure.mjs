import { utimesSync } from 'node:fs'
import { mustBuild, mustInstall, newest } from './freshness.mjs'
import { npm, run } from './run.mjs'

const shell = process.platform === 'win32'
/** What a command prepares is told on standard error: its own output may be piped. */
const stdio = ['inherit', 2, 2]
const stamp = 'node_modules/.package-lock.json'
const sources = [
  'src-core',
  'src-main',
  'src-renderer',
  'shaders',
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'svelte.config.js',
  'scripts/build.mjs',
  'scripts/build-wasm.mjs',
  'bench',
]

/** Installs what the lock file names, when that has not been done yet. Ends the program when it fails. */
export async function ensureInstalled() {
  if (!mustInstall(newest([stamp]), newest(['package-lock.json']))) return
  console.error('Installing packages …')
  const code = await run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell, stdio })
  if (code !== 0) {
    console.error('The packages could not be installed; see the lines above. A network is needed this once.')
    process.exit(1)
  }
  const now = new Date()
  utimesSync(stamp, now, now)
}

/** Builds when a source is newer than the build. Ends the program when it fails. */
export async function ensureBuilt() {
  if (!mustBuild(newest(['out/built.txt']), newest(sources))) return
  console.error('Building …')
  const code = await run(process.execPath, ['scripts/build.mjs'], { stdio })
  if (code !== 0) process.exit(1)
}
