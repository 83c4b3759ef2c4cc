import type { MessageChannelMain, MessagePortMain } from 'electron'
import { EventEmitter } from 'node:events'
import { cloneMessage } from './clone'
import { WireEnd } from './wire'

/**
 * A port of the main or a utility process, as strict as Electron's: it sends nothing before `start()`, takes ports and
 * nothing else into its transfer list, copies every buffer, and tells when the other end has gone. Stricter in one
 * thing: a port that was handed on throws when it is used.
 */
export class StandInPort extends EventEmitter implements MessagePortMain {
  private end: WireEnd | null

  constructor(end: WireEnd) {
    super()
    this.end = end
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    const ends = endsOf(transfer, this)
    this.held().post({ data: cloneMessage(message), ends })
  }

  start(): void {
    this.held().receive({
      packet: ({ data, ends }) =>
        this.emit('message', { data, ports: ends.map((end) => new StandInPort(end)) }),
      closed: () => this.emit('close'),
    })
  }

  close(): void {
    this.held().close()
  }

  /** Takes the wire away, to be carried to another process. */
  release(): WireEnd {
    const end = this.held()
    end.receive(null)
    this.end = null
    return end
  }

  private held(): WireEnd {
    if (this.end === null) throw new Error('this port was transferred and is no longer held here')
    return this.end
  }
}

/** The wires of a transfer list. Throws for whatever is not a port, an ArrayBuffer first of all. */
export function endsOf(transfer: readonly unknown[], sender: StandInPort | null): WireEnd[] {
  const ports = transfer.map((item, i) => {
    if (!(item instanceof StandInPort)) throw new TypeError(`Port at index ${i} is not a valid port`)
    if (item === sender) throw new TypeError(`Port at index ${i} contains the source port`)
    if (transfer.indexOf(item) !== i)
      throw new TypeError(`Port at index ${i} is a duplicate of an earlier port`)
    return item
  })
  return ports.map((port) => port.release())
}

export class StandInChannel implements MessageChannelMain {
  readonly port1: StandInPort
  readonly port2: StandInPort

  constructor() {
    const [left, right] = WireEnd.pair()
    this.port1 = new StandInPort(left)
    this.port2 = new StandInPort(right)
  }
}
