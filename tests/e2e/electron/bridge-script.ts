/**
 * The page's side of the bridge, with the preload inside: the preload requires `electron`, gets what a sandboxed one
 * gets, and its `event.ports` are ends of real MessageChannels whose other ends are carried to main.
 */
export function bridgeScript(preload: string): string {
  return `(${pageSide.toString()})((require) => {${preload}\n})`
}

/** Runs in the page, before anything of its own; it must not name anything from outside. */
function pageSide(runPreload: (require: (name: string) => unknown) => void): void {
  interface Packet {
    readonly kind: 'packet' | 'closed' | 'ipc'
    readonly to: string
    readonly data: unknown
    readonly channel: string
    readonly args: readonly unknown[]
    readonly ends: readonly string[]
  }
  const bridge = window as unknown as {
    bridgeToMain(message: unknown): Promise<void>
    bridgeFromMain(message: Packet): void
  }
  const toMain = (message: unknown): void => void bridge.bridgeToMain(message)
  /** Our ends, and the ends that the page holds, by name; names in the order in which the preload hands ports over. */
  const ports = new Map<string, MessagePort>()
  const arrived = new Map<string, MessagePort>()
  const handedOver: string[] = []
  const listeners = new Map<string, ((event: unknown, ...args: unknown[]) => void)[]>()

  const portOf = (name: string): MessagePort => {
    const { port1, port2 } = new MessageChannel()
    ports.set(name, port1)
    port1.onmessage = ({ data }) => toMain({ kind: 'packet', to: name, data: data as unknown, ends: [] })
    handedOver.push(name)
    return port2
  }
  // Posting a port into the page makes a new one of it; this is the one that the page will listen to.
  window.addEventListener('message', (event) => {
    for (const port of event.ports) arrived.set(handedOver.shift() ?? '', port)
  })
  bridge.bridgeFromMain = ({ kind, to, data, channel, args, ends }) => {
    if (kind === 'ipc') {
      const event = { ports: ends.map(portOf) }
      for (const listener of listeners.get(channel) ?? []) listener(event, ...args)
    } else if (kind === 'packet') ports.get(to)?.postMessage(data)
    else {
      ports.get(to)?.close()
      // Electron adds this event to a page's ports; browsers have none.
      arrived.get(to)?.dispatchEvent(new Event('close'))
      ports.delete(to)
      arrived.delete(to)
    }
  }
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: object) =>
        Object.defineProperty(window, name, { value: Object.freeze({ ...api }) }),
    },
    ipcRenderer: {
      on: (channel: string, listener: (event: unknown, ...args: unknown[]) => void) =>
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
      send: (channel: string, ...args: unknown[]) => toMain({ kind: 'send', channel, args }),
    },
  }
  toMain({ kind: 'loaded' })
  runPreload((name) => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`)
    return electron
  })
}
