import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  net,
  protocol,
  session,
  utilityProcess,
  type UtilityProcess,
} from 'electron'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { commandList } from '#core/protocol/commands'
import { contentType, fileOfUrl } from '../shared/file-of-url'
import { isolationHeaders } from '../shared/headers'
import { menuTemplate } from './menu'
import { fileOfArguments } from './open-files'
import { host, isTrusted, mayNavigate, origin, scheme } from './origin'
import { limit, restartDelay } from './recovery'

const development = process.env['ELECTRON_RENDERER_URL'] ?? null
const here = import.meta.dirname
const reloads = limit(3, 60_000)
const restarts = limit(5, 120_000)
let window: BrowserWindow | null = null
let engine: UtilityProcess | null = null
let attempt = 0
let waiting: string | null = fileOfArguments(process.argv, app.isPackaged)

if (!app.requestSingleInstanceLock({ argv: process.argv, cwd: process.cwd() })) app.exit(0)
app.on('open-file', (event, file) => {
  event.preventDefault()
  waiting = file
})
app.on('second-instance', () => {
  if (window?.isMinimized() === true) window.restore()
  window?.focus()
})
app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  {
    scheme,
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
  },
])

/** The engine lives in a process of its own; when it ends it is started again, and the window connects anew. */
function startEngine(): void {
  const folder = path.join(app.getPath('userData'), 'documents')
  const child = utilityProcess.fork(path.join(here, 'compute.js'), [], {
    serviceName: 'scorefield-engine',
    stdio: 'pipe',
    cwd: app.getPath('userData'),
  })
  child.stdout?.on('data', (chunk: Buffer) => process.stdout.write(chunk))
  child.stderr?.on('data', (chunk: Buffer) => process.stderr.write(chunk))
  child.postMessage({ type: 'start', folder, file: readWaiting() })
  child.on('exit', (code) => {
    if (engine !== child) return
    engine = null
    if (!restarts())
      return dialog.showErrorBox(
        'Scorefield',
        `The engine ended ${attempt + 1} times (code ${code}). Your document is safe; start again.`,
      )
    setTimeout(startEngine, restartDelay(attempt++))
  })
  engine = child
}

function readWaiting(): unknown {
  if (waiting === null) return null
  try {
    return JSON.parse(readFileSync(waiting, 'utf8'))
  } catch (error) {
    dialog.showErrorBox(
      'Scorefield',
      `${waiting} could not be read: ${error instanceof Error ? error.message : String(error)}`,
    )
    return null
  } finally {
    waiting = null
  }
}

ipcMain.on('lab:connect', (event) => {
  const frame = event.senderFrame
  if (!isTrusted(frame, development) || frame === null || engine === null) return
  const { port1, port2 } = new MessageChannelMain()
  engine.postMessage({ type: 'client' }, [port1])
  frame.postMessage('lab:port', null, [port2])
})

app.on('web-contents-created', (_event, contents) => {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-navigate', (event) => {
    if (!mayNavigate(event.url, development)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!mayNavigate(event.url, development)) event.preventDefault()
  })
  contents.on('render-process-gone', (_gone, { reason }) => {
    if (reason === 'clean-exit') return
    if (reloads()) contents.reload()
    else
      dialog.showErrorBox(
        'Scorefield',
        `The window ended several times (${reason}). Your document is safe; start again.`,
      )
  })
  contents.on('preload-error', (_failed, file, error) => console.error(file, error))
})
app.on('child-process-gone', (_event, { type, reason }) => {
  if (type === 'GPU') console.error(`The graphics process ended: ${reason}`)
})

function openWindow(): void {
  window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    backgroundColor: '#0E0F14',
    title: 'Scorefield',
    webPreferences: {
      preload: path.join(here, '../preload/index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
    },
  })
  window.once('ready-to-show', () => window?.show())
  window.on('closed', () => {
    window = null
  })
  void window.loadURL(development ?? `${origin}/index.html`)
}

/** The window's files, from the application's own folder and nowhere else. */
async function serveFile(request: Request): Promise<Response> {
  const url = new URL(request.url)
  const allowed = url.host === host && (request.method === 'GET' || request.method === 'HEAD')
  const file = allowed ? fileOfUrl(path, path.join(here, '../renderer'), url.pathname) : null
  if (file === null) return new Response('Not found.', { status: 404, headers: isolationHeaders })
  const found = await net.fetch(pathToFileURL(file).toString())
  return new Response(found.body, {
    status: found.status,
    headers: { ...isolationHeaders, 'Content-Type': contentType(file) },
  })
}

void app.whenReady().then(() => {
  protocol.handle(scheme, serveFile)
  session.defaultSession.setPermissionRequestHandler((_contents, permission, callback) =>
    callback(permission === 'fullscreen'),
  )
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === 'fullscreen')
  session.defaultSession.setDevicePermissionHandler(() => false)
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate(commandList, process.platform, (id) => window?.webContents.send('lab:command', id)),
    ),
  )
  startEngine()
  openWindow()
  app.on('activate', () => {
    if (window === null) openWindow()
  })
})
app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit()
})
