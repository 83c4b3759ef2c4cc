import type { DownloadItem, SaveDialogOptions, Session } from 'electron'
import { EventEmitter } from 'node:events'
import { event } from '../event'

type Used = Pick<
  Session,
  'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
>
type Request = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>
type Check = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
type Device = NonNullable<Parameters<Session['setDevicePermissionHandler']>[0]>
type Permission = Parameters<Request>[1]

/** Permissions and downloads. What nobody answers is granted, as in Electron. */
export class StandInSession extends EventEmitter implements Used {
  private request: Request | null = null
  private check: Check | null = null
  private device: Device | null = null

  setPermissionRequestHandler(handler: Request | null): void {
    this.request = handler
  }

  setPermissionCheckHandler(handler: Check | null): void {
    this.check = handler
  }

  setDevicePermissionHandler(handler: Device | null): void {
    this.device = handler
  }

  /** For tests: whether a page gets a permission, by request and by check. */
  grants(permission: Permission, url: string): { readonly request: boolean; readonly check: boolean } {
    let granted = true
    const details = { isMainFrame: true, requestingUrl: url }
    // The handlers of the lab look at neither the contents nor the rest of the details.
    this.request?.(null as never, permission, (answer) => (granted = answer), details)
    const origin = /^[a-z]+:\/\/[^/]*/.exec(url)?.[0] ?? ''
    return { request: granted, check: this.check?.(null, permission, `${origin}/`, details) ?? true }
  }

  /** For tests: whether a page may use a device. */
  grantsDevice(): boolean {
    return this.device?.({ deviceType: 'usb', origin: 'app://lab', device: null as never }) ?? true
  }

  /** For tests: the page downloads something, which ends as `state`; null when it was not allowed. */
  download(
    url: string,
    name: string,
    savedAs: string,
    state: 'completed' | 'cancelled',
  ): SaveDialogOptions | null {
    const item = new StandInDownload(url, name, savedAs)
    const starting = event({})
    this.emit('will-download', starting, item)
    if (starting.defaultPrevented) return null
    item.emit('done', event({}), state)
    return item.dialog
  }
}

type UsedOfDownload = Pick<DownloadItem, 'getFilename' | 'getSavePath' | 'getURL' | 'setSaveDialogOptions'>

class StandInDownload extends EventEmitter implements UsedOfDownload {
  dialog: SaveDialogOptions = {}

  constructor(
    private readonly url: string,
    private readonly name: string,
    private readonly savedAs: string,
  ) {
    super()
  }

  getURL = (): string => this.url
  getFilename = (): string => this.name
  getSavePath = (): string => this.savedAs

  setSaveDialogOptions(options: SaveDialogOptions): void {
    this.dialog = options
  }
}
