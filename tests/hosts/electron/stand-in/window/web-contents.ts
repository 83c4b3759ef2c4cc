import type { WebContents, WebFrameMain } from 'electron'
import { EventEmitter } from 'node:events'
import { cloneMessage } from '../ports/clone'
import { endsOf } from '../ports/message-port'
import type { WireEnd } from '../ports/wire'
import { event } from '../event'

/** Where a page lives: loads it, and takes what main sends to its preload. */
export interface PageProcess {
  load(url: string): void
  /** A message for `ipcRenderer`; the arguments are cloned already. */
  receive(channel: string, args: readonly unknown[], ends: readonly WireEnd[]): void
}

type UsedOfFrame = Pick<WebFrameMain, 'url' | 'postMessage'>

/** A frame that asks for something. `parent` is null for the top frame. */
export class StandInFrame implements UsedOfFrame {
  constructor(
    readonly url: string,
    readonly parent: StandInFrame | null,
    private readonly page: PageProcess,
  ) {}

  postMessage(channel: string, message: unknown, transfer: readonly unknown[] = []): void {
    this.page.receive(channel, [cloneMessage(message)], endsOf(transfer, null))
  }
}

type Used = Pick<WebContents, 'send' | 'reload' | 'forcefullyCrashRenderer'>
type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]

export class StandInContents extends EventEmitter implements Used {
  /** Times the page was loaded */
  loads = 0
  private url = ''
  private crashed = false
  private openHandler: OpenHandler | null = null

  constructor(readonly page: PageProcess) {
    super()
  }

  get mainFrame(): StandInFrame {
    return new StandInFrame(this.url, null, this.page)
  }

  load(url: string): void {
    this.url = url
    this.loads += 1
    this.crashed = false
    this.emit('did-start-navigation', event({ url, isMainFrame: true, isSameDocument: false }))
    this.page.load(url)
  }

  reload(): void {
    this.load(this.url)
  }

  send(channel: string, ...args: unknown[]): void {
    if (!this.crashed) this.page.receive(channel, args.map(cloneMessage), [])
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }

  forcefullyCrashRenderer(): void {
    this.crash('crashed')
  }

  /** For tests: the page's process ends. */
  crash(reason: string): void {
    this.crashed = true
    this.emit('render-process-gone', event({}), { reason, exitCode: 1 })
  }

  /** For tests: whether the page may go somewhere, by itself, in a frame, or sent on by a server. */
  navigates(kind: 'will-navigate' | 'will-frame-navigate' | 'will-redirect', url: string): boolean {
    const going = event({ url, isMainFrame: kind !== 'will-frame-navigate' })
    this.emit(kind, going, url)
    return !going.defaultPrevented
  }

  /** For tests: whether the page may open another window; Electron allows it when nobody says no. */
  opens(url: string): boolean {
    const details = {
      url,
      frameName: '',
      features: '',
      disposition: 'new-window',
      referrer: { url: '', policy: 'default' },
    }
    const answer = this.openHandler?.(details as Parameters<OpenHandler>[0])
    return answer === undefined || answer.action === 'allow'
  }

  /** For tests: whether the page may embed another one. */
  embeds(): boolean {
    const attaching = event({})
    this.emit('will-attach-webview', attaching, {}, {})
    return !attaching.defaultPrevented
  }
}
