import { parentPort } from 'node:worker_threads'
import { answer } from './judge/answer'
import type { JudgeJob, JudgeReport } from './judge/judge'
import type { TrainerJob, TrainerReport } from './messages'
import { TrainingSession } from './session'

const port = parentPort
if (port === null) throw new Error('this file runs as a worker')
const tell = (report: TrainerReport | JudgeReport): void => port.postMessage(report)
const session = new TrainingSession(tell)
// One after another: what is asked while a training begins waits for it. What goes wrong ends the thread, and its
// training goes on from the last checkpoint in another.
let last: Promise<void> = Promise.resolve()
port.on('message', (job: TrainerJob | JudgeJob) => {
  if (job.kind === 'judge') return tell(answer(job))
  last = last.then(() => session.handle(job))
})
