import type * as Electron from 'electron'
import { EventEmitter } from 'node:events'
import { StandInApp } from './app'
import { event } from './event'
import { StandInChannel } from './ports/message-port'
import { StandInUtilityProcess } from './processes/utility-process'
import { StandInDialog, StandInProtocol, StandInScreen } from './system'
import { StandInWindow } from './window/browser-window'
import { buildMenu, type StandInMenu } from './window/menu'
import { StandInSession } from './window/session'
import type { PageProcess, StandInContents, StandInFrame } from './window/web-contents'

/** The parts of Electron's main module that the lab uses, with Electron's own names and types. */
type MainModule = Pick<typeof Electron, 'MessageChannelMain'> & {
  readonly app: Pick<Electron.App, 'isReady' | 'whenReady' | 'quit' | 'exit' | 'getPath' | 'isPackaged'>
  readonly dialog: Pick<Electron.Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog'>
  readonly ipcMain: { on(channel: string, listener: (...args: unknown[]) => void): unknown }
  readonly protocol: Pick<Electron.Protocol, 'handle' | 'registerSchemesAsPrivileged'>
  readonly screen: {
    getAllDisplays(): Pick<Electron.Display, 'id' | 'workArea'>[]
    getPrimaryDisplay(): Pick<Electron.Display, 'id' | 'workArea'>
  }
  readonly session: {
    readonly defaultSession: Pick<
      Electron.Session,
      'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
    >
  }
  readonly utilityProcess: {
    fork(
      ...args: Parameters<typeof Electron.utilityProcess.fork>
    ): Pick<Electron.UtilityProcess, 'postMessage' | 'kill' | 'pid' | 'stdout' | 'stderr'>
  }
  readonly BrowserWindow: new (
    options?: Electron.BrowserWindowConstructorOptions,
  ) => Pick<Electron.BrowserWindow, 'loadURL' | 'show' | 'isDestroyed'>
  readonly Menu: {
    buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): StandInMenu
    setApplicationMenu(menu: StandInMenu | null): void
  }
}

export interface StandInOptions {
  /** A folder for everything that is kept */
  readonly userData: string
  readonly documents: string
  /** The built child side of a utility process */
  readonly utilitySide: string
  readonly packaged?: boolean
  /** Another instance runs already */
  readonly second?: boolean
  /** Where a page with this preload lives */
  page(preload: string): PageProcess
}

/** One Electron, with handles for what happens to it. */
export interface StandIn {
  readonly module: MainModule
  readonly app: StandInApp
  readonly dialog: StandInDialog
  readonly protocol: StandInProtocol
  readonly screen: StandInScreen
  readonly session: StandInSession
  readonly windows: readonly StandInWindow[]
  readonly engines: readonly StandInUtilityProcess[]
  readonly menu: StandInMenu | null
  /** A page says something over `ipcRenderer.send`. */
  fromPage(contents: StandInContents, frame: StandInFrame | null, channel: string, ...args: unknown[]): void
  /** Ends every process that was started. */
  dispose(): void
}

export function standIn(options: StandInOptions): StandIn {
  const paths = { userData: options.userData, documents: options.documents }
  const app = new StandInApp(paths, options.packaged ?? false, options.second !== true)
  const dialog = new StandInDialog(app)
  const protocol = new StandInProtocol(app)
  const screen = new StandInScreen(app)
  const session = new StandInSession()
  const ipcMain = new EventEmitter()
  const windows: StandInWindow[] = []
  const engines: StandInUtilityProcess[] = []
  let menu: StandInMenu | null = null
  const module = {
    app,
    dialog,
    ipcMain,
    protocol,
    screen,
    session: {
      get defaultSession() {
        app.afterReady('session')
        return session
      },
    },
    MessageChannelMain: StandInChannel,
    utilityProcess: {
      fork(entry, args = [], forkOptions = {}) {
        app.afterReady('utilityProcess.fork')
        const started = new StandInUtilityProcess(options.utilitySide, entry, args, forkOptions)
        engines.push(started)
        return started
      },
    },
    BrowserWindow: class extends StandInWindow {
      constructor(given: Electron.BrowserWindowConstructorOptions = {}) {
        super(app, given, (preload) => options.page(preload))
        windows.push(this)
      }
    },
    Menu: {
      buildFromTemplate: buildMenu,
      setApplicationMenu(given) {
        app.afterReady('Menu.setApplicationMenu')
        menu = given
      },
    },
  } satisfies MainModule
  return {
    module,
    app,
    dialog,
    protocol,
    screen,
    session,
    windows,
    engines,
    get menu() {
      return menu
    },
    fromPage(contents, frame, channel, ...args) {
      ipcMain.emit(channel, event({ sender: contents, senderFrame: frame }), ...args)
    },
    dispose() {
      // First the word that it is over, else the program would start what is ended here again.
      app.quit()
      for (const engine of engines) engine.child.kill('SIGKILL')
    },
  }
}
