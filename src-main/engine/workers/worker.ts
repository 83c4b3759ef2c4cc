import { parentPort, workerData } from 'node:worker_threads'
import { computePaths, computeRidgeline } from './aside'
import { computeBackward } from './backward'
import { computeBound, computeInversion } from './discrete'
import { computeDistance } from './distance'
import { computeLikelihood } from './likelihood'
import { holdNetworks } from './held-networks'
import { computeItoBench } from './ito-bench'
import type { WorkerBirth, WorkerJob, WorkerReport } from './messages'
import { Part } from './part'
import { computePathWeights } from './path-weights'
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
      if (part?.revision === job.revision) part.window(job.checkpoint)
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
    case 'inversion':
      return report({ kind: 'values', id: job.id, values: computeInversion(job) })
    case 'bound':
      return report({ kind: 'values', id: job.id, values: computeBound(job) })
    case 'path-weights':
      return report({ kind: 'values', id: job.id, values: computePathWeights(job) })
    case 'backward':
      return report({ kind: 'values', id: job.id, values: computeBackward(job) })
    case 'ito-bench':
      return report({ kind: 'values', id: job.id, values: computeItoBench(job) })
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
    report({ kind: 'broken', id: job.id, message: error instanceof Error ? error.message : String(error) })
  }
})
