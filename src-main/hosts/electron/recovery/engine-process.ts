import type { MessagePortMain, UtilityProcess } from 'electron'
import type { ToEngine } from '../channels'
import { limit, restartDelay } from './limit'

export interface EngineProcessOptions {
  fork(): UtilityProcess
  /** Where documents are kept */
  readonly folder: string
  /** It ended too often to be started again by itself; `again` starts it anew. */
  onGivenUp(code: number, again: () => void): void
}

export interface EngineProcess {
  start(): void
  /** Hands a page's port over; while there is no process it waits for the next one. */
  connect(port: MessagePortMain): void
  /** Has the document written now. */
  flush(): void
  /** Has the document written and the process ended; resolves when it has, or after five seconds in any case. */
  stop(): Promise<void>
}

const PATIENCE_MS = 5000
/** A process that has lived so long is well; the next failure is a first one. */
const WELL_MS = 60_000

/** Keeps the engine's process running: one that ends is started again, after pauses that grow, at most five times in two minutes. */
export function engineProcess(options: EngineProcessOptions): EngineProcess {
  let child: UtilityProcess | null = null
  let attempt = 0
  let state: 'running' | 'given up' | 'stopped' = 'running'
  let mayRestart = limit(5, 120_000)
  const waiting: MessagePortMain[] = []
  const tell = (message: ToEngine, ports: MessagePortMain[] = []): void => child?.postMessage(message, ports)

  const start = (): void => {
    if (state === 'stopped') return
    state = 'running'
    const begun = Date.now()
    const started = options.fork()
    child = started
    // Streams that nobody reads fill up and stop the process that writes to them.
    started.stdout?.on('data', (chunk: Buffer) => process.stdout.write(chunk))
    started.stderr?.on('data', (chunk: Buffer) => process.stderr.write(chunk))
    // Comes before the end when the process ran out of memory; without a listener it would end this process as well.
    started.on('error', (type, location) => console.error(`The engine stopped: ${type} at ${location}`))
    started.once('exit', (code) => {
      child = null
      if (Date.now() - begun > WELL_MS) attempt = 0
      if (state !== 'stopped') afterEnd(code)
    })
    tell({ type: 'start', folder: options.folder })
    for (const port of waiting.splice(0)) tell({ type: 'client' }, [port])
  }
  const afterEnd = (code: number): void => {
    if (mayRestart()) {
      setTimeout(start, restartDelay(attempt++))
      return
    }
    state = 'given up'
    for (const port of waiting.splice(0)) port.close()
    options.onGivenUp(code, () => {
      attempt = 0
      mayRestart = limit(5, 120_000)
      start()
    })
  }
  return {
    start,
    connect(port) {
      if (child !== null) tell({ type: 'client' }, [port])
      else if (state === 'running') waiting.push(port)
      else port.close()
    },
    flush: () => tell({ type: 'flush' }),
    stop() {
      state = 'stopped'
      const last = child
      if (last === null) return Promise.resolve()
      return new Promise((resolve) => {
        const enough = setTimeout(() => {
          last.kill()
          resolve()
        }, PATIENCE_MS)
        last.once('exit', () => {
          clearTimeout(enough)
          resolve()
        })
        tell({ type: 'stop' })
      })
    },
  }
}
