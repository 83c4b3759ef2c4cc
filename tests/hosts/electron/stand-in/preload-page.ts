import { readFileSync } from 'node:fs'
import vm from 'node:vm'
import { EventEmitter } from 'node:events'
import { StandInPort } from './ports/message-port'
import type { WireEnd } from './ports/wire'
import type { PageProcess } from './window/web-contents'

/** What a sandboxed preload may require, as in Electron. */
const ALLOWED = new Set(['electron', 'events', 'timers', 'url'])

export interface PostedToPage {
  readonly data: unknown
  readonly targetOrigin: string
  readonly ports: readonly StandInPort[]
}

/**
 * A page without a browser: the built preload runs in a context of its own, with the few modules that a sandboxed one
 * gets, and what it posts into the page and puts into the page's world is kept for the test.
 */
export class PreloadPage implements PageProcess {
  readonly posted: PostedToPage[] = []
  /** What `contextBridge` put into the page */
  world: Record<string, Record<string, (...args: unknown[]) => unknown>> = {}
  url = ''
  private ipc = new EventEmitter()

  constructor(
    private readonly preload: string,
    private readonly sends: (channel: string, args: readonly unknown[]) => void,
  ) {}

  load(url: string): void {
    this.url = url
    this.world = {}
    this.ipc = new EventEmitter()
    const source = readFileSync(this.preload, 'utf8')
    if (/^\s*(import|export)\s/m.test(source))
      throw new SyntaxError('Cannot use import statement outside a module')
    const electron = {
      contextBridge: {
        exposeInMainWorld: (name: string, api: (typeof this.world)[string]) => {
          if (name in this.world)
            throw new Error(`Cannot bind an API on top of an existing property: ${name}`)
          this.world[name] = api
        },
      },
      ipcRenderer: {
        on: (channel: string, listener: (...args: unknown[]) => void) => this.ipc.on(channel, listener),
        send: (channel: string, ...args: unknown[]) => this.sends(channel, args),
      },
    }
    const window = {
      postMessage: (data: unknown, targetOrigin: string, ports: readonly StandInPort[] = []) =>
        this.posted.push({ data: structuredClone(data), targetOrigin, ports }),
    }
    const require = (name: string): unknown => {
      if (!ALLOWED.has(name)) throw new Error(`module not found: ${name}`)
      return name === 'electron' ? electron : {}
    }
    const origin = /^[a-z]+:\/\/[^/]*/.exec(url)?.[0]
    vm.runInNewContext(source, { require, window, location: { origin } }, { filename: this.preload })
  }

  receive(channel: string, args: readonly unknown[], ends: readonly WireEnd[]): void {
    this.ipc.emit(channel, { ports: ends.map((end) => new StandInPort(end)) }, ...args)
  }
}
