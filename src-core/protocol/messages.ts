import type { CallName, StreamName } from './contract'

/** An error as it travels; `path` and `problem` are there when a person's input was not allowed. */
export interface RemoteErrorData {
  readonly name: string
  readonly message: string
  readonly stack?: string
  readonly path?: string
  readonly problem?: string
}

export type ClientMessage =
  | { readonly type: 'call'; readonly id: number; readonly name: CallName; readonly input: unknown }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'open'; readonly id: number; readonly name: StreamName; readonly request: unknown }
  /** Replaces what the stream was asked for; the newest wins. */
  | { readonly type: 'update'; readonly id: number; readonly request: unknown }
  /** The page has drawn an item and can take another. */
  | { readonly type: 'credit'; readonly id: number }
  | { readonly type: 'close'; readonly id: number }

export type ServerMessage =
  | { readonly type: 'reply'; readonly id: number; readonly output: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: RemoteErrorData }
  | { readonly type: 'item'; readonly id: number; readonly item: unknown }

const clientTypes = ['call', 'cancel', 'open', 'update', 'credit', 'close']
const serverTypes = ['reply', 'error', 'item']

/** Whether something that arrived has the outer form of a message; what is inside is checked by its handler. */
export function isClientMessage(message: unknown): message is ClientMessage {
  return hasForm(message, clientTypes)
}

export function isServerMessage(message: unknown): message is ServerMessage {
  return hasForm(message, serverTypes)
}

function hasForm(message: unknown, types: readonly string[]): boolean {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    typeof message.type === 'string' &&
    types.includes(message.type) &&
    'id' in message &&
    Number.isSafeInteger(message.id)
  )
}
