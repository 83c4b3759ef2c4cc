/** What travels on a wire: data that has been cloned, and ends of other wires. */
export interface Packet {
  readonly data: unknown
  readonly ends: readonly WireEnd[]
}

export interface Receiver {
  packet(packet: Packet): void
  closed(): void
}

/**
 * One end of a wire between two processes. Packets arrive later and in order; until somebody receives them they wait,
 * wherever the end is carried meanwhile. The end of a wire is told once.
 */
export class WireEnd {
  private peer: WireEnd | null = null
  private receiver: Receiver | null = null
  private readonly inbox: (Packet | 'closed')[] = []
  private open = true

  static pair(): [WireEnd, WireEnd] {
    const left = new WireEnd()
    const right = new WireEnd()
    left.peer = right
    right.peer = left
    return [left, right]
  }

  post(packet: Packet): void {
    if (this.open) this.peer?.arrive(packet)
  }

  receive(receiver: Receiver | null): void {
    this.receiver = receiver
    setImmediate(() => this.drain())
  }

  close(): void {
    if (!this.open) return
    this.open = false
    this.peer?.arrive('closed')
  }

  private arrive(item: Packet | 'closed'): void {
    this.inbox.push(item)
    setImmediate(() => this.drain())
  }

  private drain(): void {
    while (this.receiver !== null) {
      const item = this.inbox.shift()
      if (item === undefined) return
      if (item !== 'closed') this.receiver.packet(item)
      else if (this.open) {
        this.open = false
        this.receiver.closed()
      }
    }
  }
}
