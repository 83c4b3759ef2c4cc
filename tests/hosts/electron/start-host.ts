import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { LabDocument } from '#core/experiment/document'
import { presets } from '#core/experiment/presets'
import { type StandIn, type StandInOptions, standIn } from './stand-in/electron'
import { PreloadPage } from './stand-in/preload-page'
import { utilitySide } from './stand-in/processes/build-side'
import { runMain } from './stand-in/run-main'
import type { StandInWindow } from './stand-in/window/browser-window'

export interface Host {
  readonly stand: StandIn
  readonly folder: string
  /** The window that was opened last, and its page */
  readonly window: StandInWindow
  readonly page: PreloadPage
}

export interface HostOptions extends Pick<StandInOptions, 'packaged' | 'second'> {
  readonly argv?: readonly string[]
  /** What earlier starts left behind */
  readonly folder?: string
  /** Called before the program starts. */
  readonly prepare?: (stand: StandIn) => void
}

const folders = new Set<string>()
const stands = new Set<StandIn>()

/** The built main against a stand-in, in a folder of its own, ready and with its page asking for a port. */
export async function startHost(options: HostOptions = {}): Promise<Host> {
  const host = await prepareHost(options)
  host.stand.app.becomeReady()
  await until(() => host.stand.windows.length > 0 && host.stand.windows[0]!.visible)
  return host
}

/** The same, before Electron says that it is ready. */
export async function prepareHost(options: HostOptions = {}): Promise<Host> {
  const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'scorefield-host-'))
  folders.add(folder)
  keepSmallDocument(path.join(folder, 'documents', 'open.json'))
  const stand = standIn({
    userData: folder,
    documents: path.join(folder, 'documents'),
    utilitySide: await utilitySide(),
    page(preload) {
      // The window that has this page is made while it is being asked for.
      const ours = (): StandInWindow => stand.windows.find(({ webContents }) => webContents.page === page)!
      const page = new PreloadPage(preload, (channel, args) => {
        const { webContents } = ours()
        stand.fromPage(webContents, webContents.mainFrame, channel, ...args)
      })
      return page
    },
    ...options,
  })
  stands.add(stand)
  options.prepare?.(stand)
  await runMain(stand, options.argv)
  return {
    stand,
    folder,
    get window() {
      return stand.windows.at(-1)!
    },
    get page() {
      return stand.windows.at(-1)!.webContents.page as PreloadPage
    },
  }
}

/** A document that takes a moment to run, as if it had been open last; the usual one keeps both cores busy. */
function keepSmallDocument(file: string): void {
  if (existsSync(file)) return
  const preset = presets[0]!.document as LabDocument
  const { subject } = preset.experiment
  const small = { ...preset.experiment, subject: { ...subject, particles: 100 } }
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify({ ...preset, experiment: small }))
}

/** Ends every process and removes every folder of the tests so far. */
export function clearHosts(): void {
  for (const stand of stands) stand.dispose()
  stands.clear()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  folders.clear()
}

export async function until(isSo: () => boolean, limitMs = 20_000): Promise<void> {
  const end = Date.now() + limitMs
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`never so: ${isSo.toString()}`)
    await pause(10)
  }
}
