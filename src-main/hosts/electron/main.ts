import {
  app,
  type BrowserWindow,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  session,
  utilityProcess,
} from 'electron'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { commandList } from '#core/protocol/commands'
import { answerFile } from '../shared/window-files'
import { COMMAND, CONNECT, DOCUMENT, PORT } from './channels'
import { handover } from './handover'
import { endings, fileOfArguments, isSecondStart } from './open-files'
import { developmentServer, host, isTrusted, origin, scheme } from './origin'
import { engineProcess } from './recovery/engine-process'
import { recoverPage } from './recovery/page-recovery'
import { safeGraphics } from './recovery/safe-graphics'
import { allowDownloads } from './window/downloads'
import { guardContents, refusePermissions } from './window/guards'
import { labWindow } from './window/lab-window'
import { menuTemplate } from './window/menu'
import { choose, chooseDocument, tell } from './window/questions'

const here = import.meta.dirname
const ownData = process.env['SCOREFIELD_DATA']
if (ownData !== undefined && ownData !== '') {
  mkdirSync(ownData, { recursive: true })
  app.setPath('userData', path.resolve(ownData))
}
// A second start hands its command line to the first and ends.
if (app.requestSingleInstanceLock({ argv: process.argv, cwd: process.cwd() })) run()
else app.exit(0)

function run(): void {
  const development = developmentServer(process.env, app.isPackaged)
  const userData = app.getPath('userData')
  let window: BrowserWindow | null = null

  const files = handover(tell)
  const openFile = (file: string | null): void => {
    if (file === null) return
    if (app.isReady() && window === null) openWindow()
    void files.open(file)
    void app.whenReady().then(() => app.addRecentDocument(file))
  }
  openFile(fileOfArguments(process.argv, app.isPackaged, process.cwd(), path))
  app.on('open-file', (event, file) => {
    event.preventDefault()
    openFile(file)
  })
  // The arguments that Electron passes on are in another order; our own copy came with the lock.
  app.on('second-instance', (_event, _argv, _cwd, given) => {
    if (window?.isMinimized() === true) window.restore()
    window?.focus()
    if (isSecondStart(given)) openFile(fileOfArguments(given.argv, app.isPackaged, given.cwd, path))
  })

  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([
    {
      scheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
  const restart = (): void => {
    // An AppImage's program lies in a folder that goes with it; the image itself is started again.
    const image = process.env['APPIMAGE']
    app.relaunch(image === undefined ? {} : { execPath: image })
    app.quit()
  }
  const graphics = safeGraphics(path.join(userData, 'graphics.json'), () => {
    void choose(
      window,
      'The graphics process ended several times. Safe graphics are slower and need no graphics card.',
      ['Restart with safe graphics', 'Go on as it is'],
    ).then((answer) => {
      graphics.keep(answer === 0)
      if (answer === 0) restart()
    })
  })

  const engine = engineProcess({
    folder: path.join(userData, 'documents'),
    fork() {
      mkdirSync(userData, { recursive: true })
      return utilityProcess.fork(path.join(here, 'compute.js'), [], {
        serviceName: 'scorefield-engine',
        stdio: 'pipe',
        // A real folder: inside a package there is none.
        cwd: userData,
      })
    },
    onGivenUp(code, again) {
      void choose(window, `The engine ended several times (code ${code}). The document is kept.`, [
        'Start it again',
        'Quit',
      ]).then((answer) => (answer === 0 ? again() : app.quit()))
    },
  })
  ipcMain.on(CONNECT, ({ senderFrame, sender }) => {
    if (!isTrusted(senderFrame, development)) return
    const { port1, port2 } = new MessageChannelMain()
    engine.connect(port1)
    senderFrame.postMessage(PORT, null, [port2])
    files.connected((file) => sender.send(DOCUMENT, file))
  })

  function openWindow(): void {
    const opened = labWindow(path.join(userData, 'window.json'), path.join(here, '../preload/index.cjs'))
    window = opened
    recoverPage(opened, () => app.quit())
    opened.webContents.on('render-process-gone', () => files.disconnected())
    opened.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) files.disconnected()
    })
    // Windows ends its session without asking the program to quit.
    opened.on('query-session-end', () => engine.flush())
    opened.on('closed', () => {
      files.disconnected()
      window = null
    })
    void opened.loadURL(development ?? `${origin}/index.html`)
  }

  /** What the page cannot do from a menu, because a click there is no click in the page. */
  const native: Readonly<Record<string, (of: BrowserWindow) => void>> = {
    'file.open': (of) =>
      void chooseDocument(of, app.getPath('documents'), endings).then((file) => openFile(file)),
    'view.fullscreen': (of) => of.setFullScreen(!of.isFullScreen()),
  }
  function setMenu(): void {
    const template = menuTemplate(commandList, {
      platform: process.platform,
      safeGraphics: graphics.on,
      run(id) {
        if (window === null) openWindow()
        else (native[id] ?? ((of) => of.webContents.send(COMMAND, id)))(window)
      },
      setSafeGraphics(safe) {
        void choose(window, safe ? 'Safe graphics need a restart.' : 'The graphics card needs a restart.', [
          'Restart',
          'Not now',
        ]).then((answer) => {
          if (answer !== 0) return setMenu()
          graphics.keep(safe)
          restart()
        })
      },
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }

  app.on('web-contents-created', (_event, contents) => guardContents(contents, development))
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  // The engine writes the document down before the program ends.
  let saved = false
  app.on('will-quit', (event) => {
    if (saved) return
    event.preventDefault()
    void engine.stop().then(() => {
      saved = true
      app.quit()
    })
  })

  void app.whenReady().then(() => {
    const { electron, chrome, node } = process.versions
    console.log(`Electron ${electron}, Chromium ${chrome}, Node ${node}`)
    protocol.handle(scheme, async (request) => {
      const url = new URL(request.url)
      const method = url.host === host ? request.method : 'refused'
      const { status, headers, body } = await answerFile(path.join(here, '../renderer'), method, url.pathname)
      return new Response(body, { status, headers })
    })
    refusePermissions(session.defaultSession, development)
    allowDownloads(session.defaultSession, {
      development,
      folder: app.getPath('documents'),
      onSaved: (file) => app.addRecentDocument(file),
    })
    setMenu()
    engine.start()
    openWindow()
    app.on('activate', () => {
      if (window === null) openWindow()
    })
  })
}
