import type { Channel } from '#core/transport/channel'
import { messagePortChannel } from '#core/transport/message-port-channel'
import { webSocketChannel } from '#core/transport/web-socket-channel'

/** What Electron's preload puts into the page: a verb, nothing else. */
declare global {
  interface Window {
    readonly lab?: { connect(): void }
  }
}

/** One connection to the engine: a port in Electron, a WebSocket in the local host. The page cannot tell them apart. */
export function connect(): Promise<Channel> {
  return window.lab === undefined ? Promise.resolve(overSocket()) : overPort(window.lab)
}

function overSocket(): Channel {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? ''
  return webSocketChannel(new WebSocket(`ws://${location.host}/?token=${encodeURIComponent(token)}`))
}

function overPort(lab: { connect(): void }): Promise<Channel> {
  return new Promise((resolve) => {
    const listen = (event: MessageEvent): void => {
      const port = event.ports[0]
      if (event.source !== window || event.data !== 'lab:port' || port === undefined) return
      window.removeEventListener('message', listen)
      resolve(messagePortChannel(port))
    }
    window.addEventListener('message', listen)
    lab.connect()
  })
}
