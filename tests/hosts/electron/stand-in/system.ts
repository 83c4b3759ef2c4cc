import type { Dialog, Display, MessageBoxOptions, OpenDialogOptions, Protocol, Rectangle } from 'electron'
import type { StandInApp } from './app'

/** Boxes of the system, with the answers that a test puts there. A question without an answer throws. */
export class StandInDialog implements Pick<Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog'> {
  readonly errors: string[] = []
  readonly asked: string[] = []
  /** Labels of the buttons that will be pressed, and files that will be chosen */
  readonly answers: (string | string[])[] = []
  openOptions: OpenDialogOptions | null = null

  constructor(private readonly app: StandInApp) {}

  showErrorBox(_title: string, content: string): void {
    this.errors.push(content)
  }

  async showMessageBox(...args: unknown[]): Promise<{ response: number; checkboxChecked: boolean }> {
    this.app.afterReady('dialog.showMessageBox')
    const { message, buttons = [] } = args.at(-1) as MessageBoxOptions
    this.asked.push(message)
    const answer = this.answers.shift()
    const response = buttons.findIndex((label) => label === answer)
    if (response < 0) throw new Error(`"${message}" got no answer of ${buttons.join(', ')}`)
    return Promise.resolve({ response, checkboxChecked: false })
  }

  async showOpenDialog(...args: unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> {
    this.app.afterReady('dialog.showOpenDialog')
    this.openOptions = args.at(-1) as OpenDialogOptions
    const answer = this.answers.shift()
    if (!Array.isArray(answer)) throw new Error('no file was put there to be chosen')
    return Promise.resolve({ canceled: answer.length === 0, filePaths: answer })
  }
}

type DisplayPart = Pick<Display, 'id' | 'workArea'>

/** The displays that a test says there are, the primary one first. */
export class StandInScreen {
  areas: Rectangle[] = [{ x: 0, y: 0, width: 1920, height: 1080 }]

  constructor(private readonly app: StandInApp) {}

  getAllDisplays(): DisplayPart[] {
    this.app.afterReady('screen')
    return this.areas.map((workArea, id) => ({ id, workArea }))
  }

  getPrimaryDisplay(): DisplayPart {
    return this.getAllDisplays()[0]!
  }
}

type Handler = Parameters<Protocol['handle']>[1]

/** Schemes: privileges once and before `ready`, handlers after it and one per scheme. */
export class StandInProtocol implements Pick<Protocol, 'handle' | 'registerSchemesAsPrivileged'> {
  schemes: Parameters<Protocol['registerSchemesAsPrivileged']>[0] | null = null
  private readonly handlers = new Map<string, Handler>()

  constructor(private readonly app: StandInApp) {}

  registerSchemesAsPrivileged(schemes: Parameters<Protocol['registerSchemesAsPrivileged']>[0]): void {
    this.app.beforeReady('protocol.registerSchemesAsPrivileged')
    if (this.schemes !== null) throw new Error('protocol.registerSchemesAsPrivileged can only be called once')
    this.schemes = schemes
  }

  handle(scheme: string, handler: Handler): void {
    this.app.afterReady('protocol.handle')
    if (this.handlers.has(scheme)) throw new Error(`${scheme} has a handler already`)
    this.handlers.set(scheme, handler)
  }

  /** For tests: what a page gets for an address. */
  async fetch(url: string, method = 'GET'): Promise<Response> {
    const handler = this.handlers.get(url.slice(0, url.indexOf(':')))
    if (handler === undefined) throw new Error(`nobody answers ${url}`)
    return await handler(new Request(url, { method }))
  }
}
