import { parentPort } from 'node:worker_threads'
import { answer } from './judge/answer'
import { probeBackends } from '../tensors/native/probe-backends'
import { loaderOf } from '../tensors/tensorflow'
import type { JudgeJob, JudgeReport, ProbeJob } from './judge/judge'
import type { TrainerJob, TrainerReport } from './messages'
import { TrainingSession } from './session'

const port = parentPort
if (port === null) throw new Error('this file runs as a worker')
const tell = (report: TrainerReport | JudgeReport): void => port.postMessage(report)
const session = new TrainingSession(tell)
// One after another: what is asked while a training begins waits for it. What goes wrong ends the thread, and its
// training goes on from the last checkpoint in another.
let last: Promise<void> = Promise.resolve()
port.on('message', (job: TrainerJob | JudgeJob | ProbeJob) => {
  if (job.kind === 'judge') return tell(answer(job))
  if (job.kind === 'probe') {
    const { id } = job
    void probeBackends(loaderOf(job.native)).then((found) => tell({ kind: 'judged', id, answer: found }))
    return
  }
  last = last.then(() => session.handle(job))
})
