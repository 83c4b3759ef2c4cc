import type { App, RelaunchOptions } from 'electron'
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { event } from './event'

type Used = Pick<
  App,
  | 'addRecentDocument'
  | 'disableDomainBlockingFor3DAPIs'
  | 'enableSandbox'
  | 'exit'
  | 'getPath'
  | 'isPackaged'
  | 'isReady'
  | 'quit'
  | 'relaunch'
  | 'requestSingleInstanceLock'
  | 'setPath'
  | 'whenReady'
> & { readonly commandLine: Pick<App['commandLine'], 'appendSwitch'> }

/** What quitting has to close. */
export interface Closable {
  close(): boolean
}

/** Life of the program, with Electron's order: what belongs before `ready` throws after it, and the other way round. */
export class StandInApp extends EventEmitter implements Used {
  readonly switches = new Map<string, string | undefined>()
  readonly recent: string[] = []
  readonly relaunches: RelaunchOptions[] = []
  readonly windows = new Set<Closable>()
  sandboxed = false
  domainBlocking = true
  lockData: unknown = null
  /** How the program ended; null while it lives */
  ended: number | null = null
  readonly commandLine = {
    appendSwitch: (name: string, value?: string): void => {
      this.beforeReady('commandLine.appendSwitch')
      this.switches.set(name, value)
    },
  }
  private ready = false
  private quitting = false
  private announce: () => void = () => undefined
  private readonly readiness = new Promise<void>((resolve) => (this.announce = resolve))

  constructor(
    private readonly paths: Record<string, string>,
    readonly isPackaged: boolean,
    /** Whether no other instance runs */
    private readonly first: boolean,
  ) {
    super()
  }

  /** For tests: what Electron does when it has started. */
  becomeReady(): void {
    this.ready = true
    this.emit('ready')
    this.announce()
  }

  beforeReady(what: string): void {
    this.alive(what)
    if (this.ready) throw new Error(`${what} can only be called before app is ready`)
  }

  afterReady(what: string): void {
    this.alive(what)
    if (!this.ready) throw new Error(`${what} cannot be used before app is ready`)
  }

  private alive(what: string): void {
    if (this.ended !== null) throw new Error(`${what} was called after the program had ended`)
  }

  isReady = (): boolean => this.ready
  whenReady = (): Promise<void> => this.readiness

  enableSandbox(): void {
    this.beforeReady('app.enableSandbox')
    this.sandboxed = true
  }

  disableDomainBlockingFor3DAPIs(): void {
    this.beforeReady('app.disableDomainBlockingFor3DAPIs')
    this.domainBlocking = false
  }

  getPath(name: string): string {
    const found = this.paths[name]
    if (found === undefined) throw new Error(`Failed to get '${name}' path`)
    return found
  }

  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`)
    if (this.lockData !== null) throw new Error('the lock was asked for before the path was set')
    this.paths[name] = path
  }

  requestSingleInstanceLock(data: unknown = {}): boolean {
    this.lockData = structuredClone(data)
    return this.first
  }

  addRecentDocument(path: string): void {
    this.afterReady('app.addRecentDocument')
    this.recent.push(path)
  }

  relaunch(options: RelaunchOptions = {}): void {
    this.relaunches.push(options)
  }

  exit(code = 0): void {
    this.ended ??= code
  }

  quit(): void {
    if (this.ended !== null || this.quitting) return
    this.quitting = true
    const before = event({})
    this.emit('before-quit', before)
    const stays = before.defaultPrevented || [...this.windows].some((window) => !window.close())
    const will = event({})
    if (!stays) this.emit('will-quit', will)
    this.quitting = false
    if (stays || will.defaultPrevented) return
    this.ended = 0
    this.emit('quit', event({}), 0)
  }

  /** Called by a window that was closed. */
  closed(window: Closable): void {
    this.windows.delete(window)
    if (this.windows.size > 0 || this.quitting) return
    if (!this.emit('window-all-closed')) this.quit()
  }
}
