import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import { StandInPort } from '../ports/message-port'
import { Relay, type RelayMessage } from '../ports/relay'

/** Runs in the child: gives the process its `parentPort`, then loads the entry. Messages wait for a listener. */
class ParentPort extends EventEmitter {
  private started = false

  constructor(private readonly port: StandInPort) {
    super()
    port.on('message', (event) => this.emit('message', event))
    this.on('newListener', (name) => {
      if (name !== 'message' || this.started) return
      this.started = true
      port.start()
    })
  }

  postMessage(message: unknown, ...more: unknown[]): void {
    if (more.length > 0) throw new TypeError('parentPort.postMessage takes a message and nothing else')
    this.port.postMessage(message)
  }
}

const relay = new Relay('child-', (message) => process.send?.(message))
process.on('message', (message) => relay.receive(message as RelayMessage))
process.on('disconnect', () => process.exit(0))
const parentPort = new ParentPort(new StandInPort(relay.takeEnd('parent')))
Object.defineProperty(process, 'parentPort', { value: parentPort })

const entry = process.argv[2]
if (entry === undefined) throw new Error('no entry was given')
await import(pathToFileURL(entry).href)
