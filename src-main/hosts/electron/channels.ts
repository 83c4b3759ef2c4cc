/** Names and forms of everything that crosses between the processes besides the contract's own port. */

/** Page -> main: a port to the engine, please. */
export const CONNECT = 'lab:connect'
/** Main -> page, with the port. */
export const PORT = 'lab:port'
/** Main -> page: a command of the native menu, by id. */
export const COMMAND = 'lab:command'
/** Main -> page: a document's file to open. */
export const DOCUMENT = 'lab:document'

/** A file that was read for the page; the page never sees a path. */
export interface GivenFile {
  readonly name: string
  readonly text: string
}

export function isGivenFile(value: unknown): value is GivenFile {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'text' in value &&
    typeof value.text === 'string'
  )
}

/** Main -> engine process: where documents are kept, once; a port for every page that connects; keep now; end. */
export type ToEngine =
  | { readonly type: 'start'; readonly folder: string }
  | { readonly type: 'client' }
  | { readonly type: 'flush' }
  | { readonly type: 'stop' }
