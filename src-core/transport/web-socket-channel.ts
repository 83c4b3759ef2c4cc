import type { Channel } from './channel'
import { Inbox } from './inbox'
import { pack, unpack } from './packing'

/** What the browser's WebSocket and the `ws` package have in common. */
export interface SocketLike {
  binaryType: string
  readonly readyState: number
  send(data: Uint8Array<ArrayBuffer>): void
  close(): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close' | 'open' | 'error', listener: (event: unknown) => void): void
}

const OPEN = 1

/** Every message is one binary frame in the layout of `packing.ts`; what cannot be read closes the connection. */
export function webSocketChannel(socket: SocketLike): Channel {
  const inbox = new Inbox()
  const unsent: Uint8Array<ArrayBuffer>[] = []
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('open', () => {
    for (const bytes of unsent.splice(0)) socket.send(bytes)
  })
  socket.addEventListener('message', ({ data }) => {
    try {
      if (!(data instanceof ArrayBuffer)) throw new Error('not a binary message')
      inbox.deliver(unpack(new Uint8Array(data)))
    } catch {
      socket.close()
    }
  })
  socket.addEventListener('close', () => inbox.end('the socket closed'))
  socket.addEventListener('error', () => inbox.end('the socket failed'))
  return {
    send(message) {
      if (!inbox.open) return
      const bytes = pack(message)
      if (socket.readyState === OPEN) socket.send(bytes)
      else if (socket.readyState < OPEN) unsent.push(bytes)
    },
    onMessage: (listener) => inbox.listen(listener),
    onClose: (listener) => inbox.onClose(listener),
    close() {
      socket.close()
      inbox.end('closed')
    },
  }
}
