import type { Channel } from './channel'
import { Inbox } from './inbox'

/** Two ends in one thread. Messages are cloned and arrive later, as on any other transport. */
export function memoryChannel(): [Channel, Channel] {
  const left = new Inbox()
  const right = new Inbox()
  const end = (own: Inbox, other: Inbox): Channel => ({
    send(message) {
      if (!own.open) return
      const copy = structuredClone(message)
      queueMicrotask(() => other.open && other.deliver(copy))
    },
    onMessage: (listener) => own.listen(listener),
    onClose: (listener) => own.onClose(listener),
    close() {
      own.end('closed')
      queueMicrotask(() => other.end('closed by the other end'))
    },
  })
  return [end(left, right), end(right, left)]
}
