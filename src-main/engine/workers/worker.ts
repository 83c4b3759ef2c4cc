import { parentPort, workerData } from 'node:worker_threads'
import { describeError } from '#core/protocol/remote-error'
import { computePaths, computeRidgeline } from './aside'
import { computeDistance } from './distance'
import { computeLikelihood } from './likelihood'
import { holdNetworks } from './held-networks'
import type { WorkerBirth, WorkerJob, WorkerReport } from './messages'
import { Part } from './part'
import { answerTo } from './questions'
import { ReelKeeper } from './reel-keeper'
import { study } from './study'

const port = parentPort
if (port === null) throw new Error('this file runs as a worker')
const wanted = new Int32Array((workerData as WorkerBirth).wanted)
const report = (message: WorkerReport): void => port.postMessage(message)
let part: Part | null = null
const reels = new ReelKeeper(report)

function handle(job: WorkerJob): void {
  switch (job.kind) {
    case 'networks':
      return holdNetworks(job.table)
    case 'part':
      part?.dispose()
      part = null
      if (Atomics.load(wanted, 0) !== job.revision) return
      part = new Part(job, () => Atomics.load(wanted, 0) === job.revision, report)
      return part.run()
    case 'window':
      if (part?.revision === job.revision) part.window(job.window)
      return
    case 'reel':
      return reels.start(job)
    case 'reel-window':
      return reels.window(job)
    case 'paths':
      return report({ kind: 'values', id: job.id, values: computePaths(job) })
    case 'ridgeline':
      return report({ kind: 'values', id: job.id, values: computeRidgeline(job) })
    case 'distance':
      return report({ kind: 'values', id: job.id, values: computeDistance(job) })
    case 'question':
      return report({ kind: 'answer', id: job.id, answer: answerTo(job) })
    case 'study':
    case 'stop-study':
      return study(job, report)
    case 'likelihood':
      return report({ kind: 'values', id: job.id, values: computeLikelihood(job) })
  }
}

port.on('message', (job: WorkerJob) => {
  try {
    handle(job)
  } catch (error) {
    // An aside answers with its failure; a part that throws ends the worker, and the pool says so.
    if (!('id' in job)) throw error
    report({ kind: 'broken', id: job.id, error: describeError(error) })
  }
})
