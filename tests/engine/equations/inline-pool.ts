import { ReelKeeper } from '#main/engine/workers/reel-keeper'
import type { WorkerJob, WorkerReport } from '#main/engine/workers/messages'
import type { Pool } from '#main/engine/workers/pool'

export interface InlinePool extends Pool {
  /** Does what waits, and reports to `onReport`. */
  work(onReport: (report: WorkerReport) => void): void
}

/** A pool whose threads are this one: jobs wait for `work`. */
export function inlinePool(workers: number): InlinePool {
  const waiting: (() => void)[] = []
  let tell = (_: WorkerReport): void => undefined
  const keepers = new Map<number, ReelKeeper>()
  const handle = (worker: number, job: WorkerJob): void => {
    const keeper = keepers.get(worker) ?? new ReelKeeper((report) => tell(report))
    keepers.set(worker, keeper)
    if (job.kind === 'reel') keeper.start(job)
    if (job.kind === 'reel-window') keeper.window(job)
  }
  return {
    workers,
    post: (worker, job) => void waiting.push(() => handle(worker, job)),
    postAside: () => undefined,
    postGrid: (job) => void waiting.push(() => handle(-1, job)),
    want: () => undefined,
    networks: () => undefined,
    kill: () => undefined,
    dispose: () => Promise.resolve(),
    work(onReport) {
      tell = onReport
      for (const job of waiting.splice(0)) job()
    },
  }
}
