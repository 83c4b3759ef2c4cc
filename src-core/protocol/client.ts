import type { Channel } from '#core/transport/channel'
import type { CallName, Calls, StreamName, Streams } from './contract'
import { type ClientMessage, isServerMessage } from './messages'
import { errorFrom } from './remote-error'

export interface StreamHandle<Name extends StreamName> {
  /** Asks for something else from now on. */
  update(request: Streams[Name]['request']): void
  close(): void
}

export interface Client {
  /** Rejects with the engine's error, or when the signal aborts or the connection ends. */
  call<Name extends CallName>(
    name: Name,
    input: Calls[Name]['input'],
    signal?: AbortSignal,
  ): Promise<Calls[Name]['output']>
  /** `credits` items may be on their way; a further one comes for each call of `done`. */
  stream<Name extends StreamName>(
    name: Name,
    request: Streams[Name]['request'],
    onItem: (item: Streams[Name]['item'], done: () => void) => void,
    credits?: number,
  ): StreamHandle<Name>
  close(): void
}

interface Pending {
  resolve(output: unknown): void
  reject(error: Error): void
}

/** The page's end of the contract over any channel. Replies are matched by number, in whatever order they come. */
export function createClient(channel: Channel): Client {
  let nextId = 1
  let closed: Error | null = null
  const pending = new Map<number, Pending>()
  const items = new Map<number, (item: unknown) => void>()
  const send = (message: ClientMessage): void => channel.send(message)

  channel.onMessage((message) => {
    if (!isServerMessage(message)) return
    if (message.type === 'item') return items.get(message.id)?.(message.item)
    const waiting = pending.get(message.id)
    pending.delete(message.id)
    if (message.type === 'reply') waiting?.resolve(message.output)
    else waiting?.reject(errorFrom(message.error))
  })
  channel.onClose((reason) => {
    closed = new Error(`The connection to the engine ended: ${reason}`)
    for (const waiting of pending.values()) waiting.reject(closed)
    pending.clear()
    items.clear()
  })

  return {
    call(name, input, signal) {
      if (closed !== null) return Promise.reject(closed)
      if (signal?.aborted === true) return Promise.reject(abortError(signal))
      const id = nextId++
      return new Promise<Calls[typeof name]['output']>((resolve, reject) => {
        pending.set(id, { resolve: (output) => resolve(output as Calls[typeof name]['output']), reject })
        signal?.addEventListener('abort', () => {
          if (!pending.delete(id)) return
          send({ type: 'cancel', id })
          reject(abortError(signal))
        })
        send({ type: 'call', id, name, input })
      })
    },
    stream(name, request, onItem, credits = 2) {
      const id = nextId++
      items.set(id, (item) =>
        onItem(item as Streams[typeof name]['item'], () => {
          if (items.has(id)) send({ type: 'credit', id })
        }),
      )
      send({ type: 'open', id, name, request })
      for (let i = 0; i < credits; i++) send({ type: 'credit', id })
      return {
        update: (next) => {
          if (items.has(id)) send({ type: 'update', id, request: next })
        },
        close() {
          if (items.delete(id)) send({ type: 'close', id })
        },
      }
    },
    close: () => channel.close(),
  }
}

function abortError(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('The call was cancelled.')
}
