import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { run } from './run.mjs'

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
  'chrome',
]
const fixed = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

/** A Chromium: the one that SCOREFIELD_CHROMIUM names, the system's, or Playwright's own; null when there is none. */
export function findChromium(env = process.env, platform = process.platform, exists = existsSync) {
  const named = env['SCOREFIELD_CHROMIUM']
  if (named !== undefined && named !== '') return exists(named) ? named : null
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  for (const name of names) {
    for (const folder of folders) {
      const file = join(folder, platform === 'win32' ? `${name}.exe` : name)
      if (exists(file)) return file
    }
  }
  return (fixed[platform] ?? []).find((file) => exists(file)) ?? playwrightsOwn()
}

function playwrightsOwn() {
  const cache = join(homedir(), '.cache/ms-playwright')
  if (!existsSync(cache)) return null
  const builds = readdirSync(cache).filter((name) => name.startsWith('chromium-'))
  for (const build of builds.reverse()) {
    const file = join(cache, build, 'chrome-linux', 'chrome')
    if (existsSync(file)) return file
  }
  return null
}

/** Finds a Chromium for the tests, or on Debian as root installs one after saying so; else says what to install. */
export async function ensureChromium() {
  const found = findChromium()
  if (found !== null) return found
  const debian =
    existsSync('/etc/debian_version') ||
    (existsSync('/etc/os-release') && /debian/.test(readFileSync('/etc/os-release', 'utf8')))
  const forbidden = process.env['SCOREFIELD_NO_APT'] === '1'
  if (debian && process.getuid?.() === 0 && !forbidden) {
    console.log(
      'The tests need a browser; installing Debian’s chromium with apt (SCOREFIELD_NO_APT=1 forbids it) …',
    )
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update', '-qq'], { env })
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const installed = findChromium()
    if (installed !== null) return installed
  }
  console.error(
    'The end-to-end tests need a Chromium: install chromium or Google Chrome, or set SCOREFIELD_CHROMIUM to its program.',
  )
  return null
}
