import { WireEnd } from './wire'

/** What goes over the link to another process. Ends of wires travel as names. */
export type RelayMessage =
  | { readonly kind: 'packet'; readonly to: string; readonly data: unknown; readonly ends: readonly string[] }
  | { readonly kind: 'closed'; readonly to: string }

/**
 * Carries wires over a link to another process: an end that is sent leaves its wire here, and packets follow it by
 * name. Both sides of a link have a relay, each with a prefix of its own.
 */
export class Relay {
  private readonly held = new Map<string, WireEnd>()
  private count = 0

  constructor(
    private readonly prefix: string,
    private readonly send: (message: RelayMessage) => void,
  ) {}

  /** Gives an end to the other side; returns its name there. */
  sendEnd(end: WireEnd, name = `${this.prefix}${++this.count}`): string {
    this.held.set(name, end)
    end.receive({
      packet: ({ data, ends }) =>
        this.send({ kind: 'packet', to: name, data, ends: ends.map((inner) => this.sendEnd(inner)) }),
      closed: () => {
        this.held.delete(name)
        this.send({ kind: 'closed', to: name })
      },
    })
    return name
  }

  /** The end that the other side has sent under a name. */
  takeEnd(name: string): WireEnd {
    const [here, carried] = WireEnd.pair()
    this.sendEnd(carried, name)
    return here
  }

  receive(message: RelayMessage): void {
    const end = this.held.get(message.to)
    if (message.kind === 'packet')
      end?.post({ data: message.data, ends: message.ends.map((name) => this.takeEnd(name)) })
    else {
      this.held.delete(message.to)
      end?.close()
    }
  }

  /** The other process has gone, and every wire into it. */
  drop(): void {
    for (const end of this.held.values()) end.close()
    this.held.clear()
  }
}
