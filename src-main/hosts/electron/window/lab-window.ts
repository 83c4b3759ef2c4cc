import { BrowserWindow, screen } from 'electron'
import { readJson, writeJson } from '../../shared/json-file'
import { placeWindow, readWindowState, smallest } from './window-state'

/** Where the window is remembered; of several moves in a row only the last is written. */
const DELAY_MS = 500

/** Makes the window where it was last time, and remembers where it goes. It is shown when it has something to show. */
export function labWindow(stateFile: string, preload: string): BrowserWindow {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  const { maximised, ...placement } = placeWindow(
    readWindowState(readJson(stateFile)),
    [primary, ...others].map(({ workArea }) => workArea),
  )
  const window = new BrowserWindow({
    ...placement,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    backgroundColor: '#0E0F14',
    title: 'Scorefield',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    },
  })
  if (maximised) window.maximize()
  window.once('ready-to-show', () => window.show())
  remember(window, stateFile)
  return window
}

function remember(window: BrowserWindow, stateFile: string): void {
  let timer: NodeJS.Timeout | undefined
  const write = (): void => {
    clearTimeout(timer)
    try {
      writeJson(stateFile, { bounds: window.getNormalBounds(), maximised: window.isMaximized() })
    } catch (error) {
      console.error(
        `The window's place could not be kept: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(write, DELAY_MS)
  }
  window.on('resize', soon)
  window.on('move', soon)
  window.on('maximize', soon)
  window.on('unmaximize', soon)
  window.on('close', write)
}
