import type { Channel } from '#core/transport/channel'
import type { CallName, Calls, StreamName, Streams } from './contract'
import { isClientMessage, type ServerMessage } from './messages'
import { describeError } from './remote-error'

/** What an engine offers; exhaustive, so a call without a handler does not compile. */
export type Handlers = {
  readonly [Name in CallName]: (
    input: Calls[Name]['input'],
    signal: AbortSignal,
  ) => Calls[Name]['output'] | Promise<Calls[Name]['output']>
}

/** A stream makes one item for what is asked now; null: nothing new yet. */
export interface Source<Name extends StreamName> {
  produce(
    request: Streams[Name]['request'],
  ): Streams[Name]['item'] | null | Promise<Streams[Name]['item'] | null>
  /** Calls back whenever `produce` might give something new; returns how to stop. */
  onChange(listener: () => void): () => void
}

export type Sources = { readonly [Name in StreamName]: () => Source<Name> }

/** Serves one client over a channel until it closes. */
export function serve(channel: Channel, handlers: Handlers, sources: Sources): void {
  const running = new Map<number, AbortController>()
  const streams = new Map<number, OpenStream>()
  const send = (message: ServerMessage): void => channel.send(message)

  channel.onMessage((message) => {
    if (!isClientMessage(message)) return
    const { id } = message
    switch (message.type) {
      case 'call': {
        const abort = new AbortController()
        running.set(id, abort)
        // A closed table: names come from outside, so only the table's own are looked up.
        const handler = Object.hasOwn(handlers, message.name) ? handlers[message.name] : undefined
        const answer = async (): Promise<unknown> => {
          if (handler === undefined) throw new Error(`there is no call "${String(message.name)}"`)
          return await (handler as (input: unknown, signal: AbortSignal) => unknown)(
            message.input,
            abort.signal,
          )
        }
        answer()
          .then(
            (output) => !abort.signal.aborted && send({ type: 'reply', id, output }),
            (error: unknown) =>
              !abort.signal.aborted && send({ type: 'error', id, error: describeError(error) }),
          )
          .finally(() => running.delete(id))
        return
      }
      case 'cancel':
        running.get(id)?.abort()
        return
      case 'open':
        if (!Object.hasOwn(sources, message.name) || streams.has(id)) return
        streams.set(
          id,
          openStream(sources[message.name](), message.request, (item) => send({ type: 'item', id, item })),
        )
        return
      case 'update':
        return streams.get(id)?.update(message.request)
      case 'credit':
        return streams.get(id)?.credit()
      case 'close':
        streams.get(id)?.close()
        streams.delete(id)
    }
  })
  channel.onClose(() => {
    for (const abort of running.values()) abort.abort()
    for (const stream of streams.values()) stream.close()
    streams.clear()
  })
}

interface AnySource {
  produce(request: unknown): unknown
  onChange(listener: () => void): () => void
}

interface OpenStream {
  update(request: unknown): void
  credit(): void
  close(): void
}

/** Sends the newest item while the page has credit; requests that were overtaken are never made. */
function openStream(source: AnySource, first: unknown, push: (item: unknown) => void): OpenStream {
  let request = first
  let credits = 0
  let fresh = true
  let busy = false
  let open = true
  const pump = async (): Promise<void> => {
    if (busy) return
    busy = true
    try {
      while (open && fresh && credits > 0) {
        fresh = false
        const item = await source.produce(request)
        if (item === null || !(open as boolean)) continue
        credits -= 1
        push(item)
      }
    } finally {
      busy = false
    }
  }
  const wake = (): void => {
    fresh = true
    void pump()
  }
  const stop = source.onChange(wake)
  return {
    update(next) {
      request = next
      wake()
    },
    credit() {
      credits += 1
      void pump()
    },
    close() {
      open = false
      stop()
    },
  }
}
