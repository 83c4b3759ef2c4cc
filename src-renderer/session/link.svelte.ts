import { protocolVersion, type Calls } from '#core/protocol/contract'
import { createClient, type Client } from '#core/protocol/client'
import { connect } from './connect'

export type LinkState = 'connecting' | 'connected' | 'reconnecting'

/** Longest pause between tries, in milliseconds. */
const SLOWEST = 4000

/**
 * Keeps a connection to the engine: when it drops, it is made again with growing pauses, and whoever listens is told
 * with a new client. Clients of a dropped connection reject what they had under way.
 */
export class Link {
  state = $state<LinkState>('connecting')
  client: Client | null = null
  private generation = 0
  private pause = 100

  constructor(private readonly onHello: (client: Client, hello: Calls['hello']['output']) => void) {
    void this.open()
  }

  private async open(): Promise<void> {
    const generation = ++this.generation
    try {
      const channel = await connect()
      channel.onClose(() => {
        if (generation === this.generation) this.lost()
      })
      const client = createClient(channel)
      const hello = await client.call('hello', { protocol: protocolVersion })
      if (generation !== this.generation) return
      this.client = client
      this.state = 'connected'
      this.pause = 100
      this.onHello(client, hello)
    } catch {
      if (generation === this.generation) this.lost()
    }
  }

  private lost(): void {
    this.generation++
    this.client = null
    this.state = 'reconnecting'
    setTimeout(() => void this.open(), this.pause)
    this.pause = Math.min(SLOWEST, this.pause * 2)
  }
}
