import type { Session, WebContents } from 'electron'
import { isOwn } from '../origin'

/** Nothing leaves the window: no other page, no second window, no embedded one. */
export function guardContents(contents: WebContents, development: string | null): void {
  const keepInside = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!isOwn(event.url, development)) event.preventDefault()
  }
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-navigate', keepInside)
  contents.on('will-frame-navigate', keepInside)
  contents.on('will-redirect', keepInside)
  // A preload that does not load is silent otherwise, and the page waits for its port for ever.
  contents.on('preload-error', (_event, file, error) => console.error(file, error))
}

/** Electron grants every permission that nobody refuses; the window needs the full screen and nothing else. */
export function refusePermissions(session: Session, development: string | null): void {
  session.setPermissionRequestHandler((_contents, permission, callback, { requestingUrl }) =>
    callback(permission === 'fullscreen' && isOwn(requestingUrl, development)),
  )
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin) =>
      permission === 'fullscreen' && isOwn(requestingOrigin, development),
  )
  session.setDevicePermissionHandler(() => false)
}
