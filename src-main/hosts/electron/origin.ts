/** Where the window is served from: scheme and host are the origin, so they never change. */
export const scheme = 'app'
export const host = 'lab'
export const origin = `${scheme}://${host}`

/**
 * Whether a URL is the window's own. Compared as text up to the slash after the host, because Node's `URL` knows no
 * origin for a scheme of one's own. `development` is the address of the development server, null in a package.
 */
export function isOwn(url: string, development: string | null): boolean {
  if (url === origin || url.startsWith(`${origin}/`)) return true
  return development !== null && (url === development || url.startsWith(`${development}/`))
}

/** Only a top frame of our own origin may ask for anything. `frame` is null once it has gone. */
export function isTrusted<Frame extends { readonly url: string; readonly parent: unknown }>(
  frame: Frame | null,
  development: string | null,
): frame is Frame {
  return frame !== null && frame.parent === null && isOwn(frame.url, development)
}

/** The development server's address, without a slash at its end; never taken from outside by a packaged program. */
export function developmentServer(
  env: Readonly<Record<string, string | undefined>>,
  packaged: boolean,
): string | null {
  const given = env['ELECTRON_RENDERER_URL']
  return packaged || given === undefined || given === '' ? null : given.replace(/\/+$/, '')
}
