/** Where the window is served from: scheme and host are the origin, so they never change. */
export const scheme = 'app'
export const host = 'lab'
export const origin = `${scheme}://${host}`

/** Only a top frame of our own origin may ask for anything. `frame` is null once it has gone. */
export function isTrusted(
  frame: { readonly url: string; readonly parent: unknown } | null,
  development: string | null,
): boolean {
  if (frame === null || frame.parent !== null) return false
  return (
    frame.url.startsWith(`${origin}/`) || (development !== null && frame.url.startsWith(`${development}/`))
  )
}

/** Navigation stays inside the window's own origin. */
export function mayNavigate(url: string, development: string | null): boolean {
  return isTrusted({ url, parent: null }, development)
}
