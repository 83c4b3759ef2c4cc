// npm start: opens the lab, with all set-up done first.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { startArguments } from './arguments.mjs'
import { findChromium } from './chromium.mjs'
import { electronLoads, fetchElectron, findElectron } from './electron-binary.mjs'
import { ensureBuilt, ensureInstalled } from './ensure.mjs'
import { run } from './run.mjs'

const from = process.env['INIT_CWD'] ?? process.cwd()
process.chdir(new URL('..', import.meta.url).pathname)
const wanted = startArguments(process.argv.slice(2))
if (typeof wanted === 'string') {
  console.error(wanted)
  process.exit(2)
}
await ensureInstalled()
await ensureBuilt()

const file = wanted.file === null ? [] : [resolve(from, wanted.file)]
const display =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])
if (!wanted.local && display) {
  const electron = findElectron() ?? (await fetchElectron())
  if (electron !== null && (await electronLoads(electron))) {
    const env = { ...process.env }
    delete env['ELECTRON_RUN_AS_NODE']
    process.exit(await run(electron, ['.', ...file], { env }))
  }
  console.log('Electron’s program could not be had here, so the lab opens in a browser window.')
}

const port = wanted.port === null ? [] : ['--port', String(wanted.port)]
const host = spawn(process.execPath, ['out/main/local.js', ...port, ...file], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => host.kill(signal))
host.on('exit', (code) => process.exit(code ?? 1))
let said = ''
let opened = false
host.stdout.on('data', (chunk) => {
  process.stdout.write(chunk)
  said += chunk
  const url = /http:\/\/\S+/.exec(said)?.[0]
  if (url !== undefined && !opened) {
    opened = true
    openWindow(url)
  }
})

/** A window of its own where there is a Chromium, else the default browser; without a display the address is enough. */
function openWindow(url) {
  if (!display || wanted.noWindow) return
  const chromium = findChromium()
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const opener = { darwin: ['open', [url]], win32: ['cmd', ['/c', 'start', '', url]] }[process.platform] ?? [
    'xdg-open',
    [url],
  ]
  const [command, args] = chromium === null ? opener : [chromium, [...root, `--app=${url}`]]
  const window = spawn(command, args, { stdio: 'ignore', detached: true })
  window.on('error', () => console.log('Open the address above in a browser.'))
  window.unref()
}
