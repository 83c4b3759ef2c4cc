import type { Channel } from './channel'
import { Inbox } from './inbox'

/** A port of the page, of Node's worker_threads, or of Electron's main and utility processes. */
export type PortLike = {
  postMessage(message: unknown): void
  close(): void
  start?(): void
} & (
  | { addEventListener(type: 'message' | 'close', listener: (event: { data?: unknown }) => void): void }
  | { on(event: 'message' | 'close', listener: (event: unknown) => void): unknown }
)

/**
 * Messages are structured clones. Nothing is transferred: Electron's ports refuse ArrayBuffers in transfer lists, and
 * a view clones its whole buffer, so senders pass arrays that own exactly their bytes.
 */
export function messagePortChannel(port: PortLike): Channel {
  const inbox = new Inbox()
  if ('addEventListener' in port) {
    port.addEventListener('message', (event) => inbox.deliver(event.data))
    port.addEventListener('close', () => inbox.end('the port closed'))
  } else {
    // Electron hands over an event with the message inside, Node the message itself.
    port.on('message', (event) => inbox.deliver(isElectronEvent(event) ? event.data : event))
    port.on('close', () => inbox.end('the port closed'))
  }
  port.start?.()
  return {
    send(message) {
      if (inbox.open) port.postMessage(message)
    },
    onMessage: (listener) => inbox.listen(listener),
    onClose: (listener) => inbox.onClose(listener),
    close() {
      port.close()
      inbox.end('closed')
    },
  }
}

function isElectronEvent(event: unknown): event is { data: unknown } {
  return typeof event === 'object' && event !== null && 'data' in event && 'ports' in event
}
