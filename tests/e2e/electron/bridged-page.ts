import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Relay, type RelayMessage } from '#tests/hosts/electron/stand-in/ports/relay'
import type { WireEnd } from '#tests/hosts/electron/stand-in/ports/wire'
import type { PageProcess } from '#tests/hosts/electron/stand-in/window/web-contents'
import { bridgeScript } from './bridge-script'

/** What the page's side of the bridge says to main's. */
type FromPage =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'send'; readonly channel: string; readonly args: readonly unknown[] }
  | RelayMessage

/** What the bridge needs of the program: its files, and somebody who hears the page. */
export interface BridgedProgram {
  fetch(url: string, method: string): Promise<Response>
  fromPage(channel: string, args: readonly unknown[]): void
}

/**
 * A page in a real browser as Electron's window would hold it. Its files come from the program's own handler, headers
 * and all, through a server that knows nothing; the built preload runs in the page; ports are real MessagePorts of the
 * page, and what goes through them is carried to the stand-in's.
 */
export class BridgedPage implements PageProcess {
  private relay = this.newRelay()
  private line: Promise<unknown> = Promise.resolve()
  private origin = ''
  private readonly server: Server

  constructor(
    private readonly page: Page,
    private readonly preload: string,
    private readonly program: BridgedProgram,
  ) {
    this.server = createServer((request, response) => {
      void program.fetch(`app://lab${request.url ?? '/'}`, request.method ?? 'GET').then(async (answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers))
        response.end(new Uint8Array(await answer.arrayBuffer()))
      })
    })
  }

  /** Opens the server and puts the bridge into the page; once, before the program loads anything. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
    await this.page.exposeBinding('bridgeToMain', (_source, message: FromPage) => this.hear(message))
    await this.page.addInitScript(bridgeScript(readFileSync(this.preload, 'utf8')))
  }

  load(url: string): void {
    this.line = this.line.then(() => this.page.goto(this.origin + new URL(url).pathname))
  }

  receive(channel: string, args: readonly unknown[], ends: readonly WireEnd[]): void {
    this.tell({ kind: 'ipc', channel, args, ends: ends.map((end) => this.relay.sendEnd(end)) })
  }

  async close(): Promise<void> {
    this.relay.drop()
    await this.line.catch(() => undefined)
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private newRelay(): Relay {
    return new Relay('main-', (message) => this.tell(message))
  }

  private hear(message: FromPage): void {
    switch (message.kind) {
      case 'loaded':
        // A page that was loaded again holds none of the ports of the one before.
        this.relay.drop()
        this.relay = this.newRelay()
        return
      case 'send':
        this.program.fromPage(message.channel, message.args)
        return
      default:
        this.relay.receive(message)
    }
  }

  /** Messages reach the page one after another; those for a page that has gone are lost, as in Electron. */
  private tell(message: unknown): void {
    this.line = this.line
      .then(() =>
        this.page.evaluate((given) => {
          ;(window as unknown as { bridgeFromMain(message: unknown): void }).bridgeFromMain(given)
        }, message),
      )
      .catch(() => undefined)
  }
}
