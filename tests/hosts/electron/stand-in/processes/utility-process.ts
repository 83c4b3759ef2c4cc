import type { ForkOptions, UtilityProcess } from 'electron'
import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { cloneMessage } from '../ports/clone'
import { endsOf } from '../ports/message-port'
import { Relay, type RelayMessage } from '../ports/relay'
import { WireEnd } from '../ports/wire'

type Used = Pick<UtilityProcess, 'postMessage' | 'kill' | 'pid' | 'stdout' | 'stderr'>

/** A process of its own that runs the entry, with ports that reach into it; it can be ended as a crash would. */
export class StandInUtilityProcess extends EventEmitter implements Used {
  readonly child: ChildProcess
  readonly stdout: NodeJS.ReadableStream | null
  readonly stderr: NodeJS.ReadableStream | null
  private readonly relay: Relay
  private readonly parent: WireEnd

  constructor(
    side: string,
    entry: string,
    args: readonly string[],
    readonly options: ForkOptions,
  ) {
    super()
    if (!path.isAbsolute(entry) || !existsSync(entry))
      throw new Error(`Invalid path to entry script: ${entry}`)
    const { cwd } = options
    if (cwd !== undefined && !(existsSync(cwd) && statSync(cwd).isDirectory()))
      throw new Error(`cwd is no folder: ${cwd}`)
    if (options.stdio !== undefined && options.stdio !== 'pipe')
      throw new Error('the stand-in knows stdio "pipe" alone')
    this.child = fork(side, [entry, ...args], {
      ...(cwd === undefined ? {} : { cwd }),
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
    })
    this.stdout = this.child.stdout
    this.stderr = this.child.stderr
    this.relay = new Relay('main-', (message) => {
      // What is sent to a process that is ending is lost, and nobody is told.
      if (this.child.connected) this.child.send(message, () => undefined)
    })
    const [parent, carried] = WireEnd.pair()
    this.parent = parent
    this.relay.sendEnd(carried, 'parent')
    parent.receive({ packet: ({ data }) => this.emit('message', data), closed: () => undefined })
    this.child.on('message', (message) => this.relay.receive(message as RelayMessage))
    this.child.on('spawn', () => this.emit('spawn'))
    this.child.on('exit', (code, signal) => {
      this.relay.drop()
      this.emit('exit', code ?? (signal === null ? 1 : 128))
    })
  }

  get pid(): number | undefined {
    return this.child.exitCode === null && this.child.signalCode === null ? this.child.pid : undefined
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    this.parent.post({ data: cloneMessage(message), ends: endsOf(transfer, null) })
  }

  kill(): boolean {
    return this.child.kill('SIGTERM')
  }
}
