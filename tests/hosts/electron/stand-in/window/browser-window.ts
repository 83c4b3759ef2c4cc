import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron'
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { StandInApp } from '../app'
import { event } from '../event'
import { type PageProcess, StandInContents } from './web-contents'

type Used = Pick<
  BrowserWindow,
  | 'close'
  | 'focus'
  | 'getNormalBounds'
  | 'isDestroyed'
  | 'isFullScreen'
  | 'isMaximized'
  | 'isMinimized'
  | 'loadURL'
  | 'maximize'
  | 'restore'
  | 'setFullScreen'
  | 'show'
>

/** Like `Closable`'s, but told whether it has closed. */
type Closing = Omit<Used, 'close'> & { close(): boolean }

/** A window without a screen: it keeps what it was told and refuses what Electron refuses. */
export class StandInWindow extends EventEmitter implements Closing {
  readonly webContents: StandInContents
  visible = false
  focused = false
  minimised = false
  bounds: Rectangle
  private maximised = false
  private fullScreen = false
  private destroyed = false

  constructor(
    private readonly app: StandInApp,
    readonly options: BrowserWindowConstructorOptions,
    page: (preload: string) => PageProcess,
  ) {
    super()
    app.afterReady('BrowserWindow')
    const { x, y, width = 800, height = 600 } = options
    if ((x === undefined) !== (y === undefined)) throw new Error('x and y are required together')
    const preload = options.webPreferences?.preload ?? ''
    if (!path.isAbsolute(preload) || !existsSync(preload)) throw new Error(`preload is no file: ${preload}`)
    this.bounds = { x: x ?? 100, y: y ?? 100, width, height }
    this.visible = options.show !== false
    this.webContents = new StandInContents(page(preload))
    app.windows.add(this)
    app.emit('web-contents-created', event({}), this.webContents)
    app.emit('browser-window-created', event({}), this)
  }

  async loadURL(url: string): Promise<void> {
    this.held()
    this.webContents.load(url)
    await new Promise((resolve) => setImmediate(resolve))
    if (!this.destroyed) this.emit('ready-to-show')
  }

  show(): void {
    this.held()
    this.visible = true
  }

  focus(): void {
    this.held()
    this.focused = true
  }

  restore(): void {
    this.held()
    this.minimised = false
  }

  isMinimized = (): boolean => this.minimised
  isMaximized = (): boolean => this.maximised
  isFullScreen = (): boolean => this.fullScreen
  isDestroyed = (): boolean => this.destroyed

  maximize(): void {
    this.held()
    this.maximised = true
    this.emit('maximize')
  }

  setFullScreen(full: boolean): void {
    this.held()
    this.fullScreen = full
  }

  getNormalBounds(): Rectangle {
    this.held()
    return this.bounds
  }

  /** For tests: a person moves or resizes the window. */
  moveTo(bounds: Rectangle): void {
    this.bounds = bounds
    this.emit('move')
    this.emit('resize')
  }

  close(): boolean {
    const closing = event({})
    this.emit('close', closing)
    if (closing.defaultPrevented) return false
    this.destroyed = true
    this.emit('closed')
    this.app.closed(this)
    return true
  }

  private held(): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed')
  }
}
