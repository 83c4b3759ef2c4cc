import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { NetworkTable } from '#core/learning/network-table'
import { endThread } from './native-gate'
import type { WorkerBirth, WorkerJob, WorkerReport } from './messages'

export interface PoolEvents {
  onReport(worker: number, report: WorkerReport): void
  /** A worker ended by itself; a new one is already in its place and has no job. */
  onDeath(worker: number, reason: string): void
}

/** A fixed set of threads. The last is for work beside the run: single paths, ridgelines. */
export interface Pool {
  readonly workers: number
  post(worker: number, job: WorkerJob): void
  postAside(job: WorkerJob): void
  /** A further thread for densities on grids, which run as long as the particles do; it starts with its first job. */
  postGrid(job: WorkerJob): void
  /** The ticket of the run that is worked for; others stop at their next step. */
  want(ticket: number): void
  /** The networks that jobs posted from now on may name. */
  networks(table: NetworkTable): void
  /** Ends a thread as a crash would, for tests of the recovery. */
  kill(worker: number): void
  dispose(): Promise<void>
}

/** Workers for the particles: one a core, four at most, since the picture needs a core too on larger machines. */
export function defaultWorkers(): number {
  return Math.max(1, Math.min(availableParallelism(), 4))
}

/** @param entry the bundled worker file */
export function createPool(entry: URL, workers: number, events: PoolEvents): Pool {
  const wanted = new SharedArrayBuffer(4)
  const birth: WorkerBirth = { wanted }
  const threads: Worker[] = []
  let disposed = false
  let table: NetworkTable = {}
  const start = (index: number): Worker => {
    const thread = new Worker(entry, { workerData: birth })
    let reason = 'it ended'
    thread.on('message', (report: WorkerReport) => events.onReport(index, report))
    thread.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error)
    })
    thread.on('exit', () => {
      if (disposed || threads[index] !== thread) return
      threads[index] = start(index)
      threads[index].postMessage({ kind: 'networks', table } satisfies WorkerJob)
      events.onDeath(index, reason)
    })
    return thread
  }
  for (let index = 0; index <= workers; index++) threads.push(start(index))
  return {
    workers,
    post: (worker, job) => threads[worker]?.postMessage(job),
    postAside: (job) => threads[workers]?.postMessage(job),
    postGrid(job) {
      const thread = (threads[workers + 1] ??= start(workers + 1))
      thread.postMessage(job)
    },
    want: (ticket) => void Atomics.store(new Int32Array(wanted), 0, ticket),
    networks(next) {
      // Posting wakes every thread, and most changes of a document leave its networks as they are.
      if (sameNetworks(table, next)) return
      table = next
      for (const thread of threads) thread.postMessage({ kind: 'networks', table } satisfies WorkerJob)
    },
    kill(worker) {
      const thread = threads[worker]
      if (thread !== undefined) void endThread(thread)
    },
    async dispose() {
      disposed = true
      await Promise.all(threads.map(endThread))
    },
  }
}

/** By identity: a network of new weights is another value. */
function sameNetworks(a: NetworkTable, b: NetworkTable): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}
