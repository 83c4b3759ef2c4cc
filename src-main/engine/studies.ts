import type { LabDocument } from '#core/experiment/document'
import type { Source } from '#core/protocol/server'
import type { Study } from '#core/protocol/study'
import type { StudyReport, WorkerReport } from './workers/messages'
import type { Pool } from './workers/pool'

/** Convergence studies, on the pool's last thread between other work beside the run. */
export interface Studies {
  /** The study of whatever document is open when a client asks; it ends with the stream, or with a newer document. */
  source(pool: Pool, open: () => { revision: number; document: LabDocument }): Source<'convergence'>
  /** True when the report was meant for here. */
  settle(report: WorkerReport): boolean
  /** The worker died: whatever is under way ends with the reason. */
  fail(reason: string): void
}

export function studies(): Studies {
  let nextNumber = 1
  const running = new Map<number, (report: StudyReport) => void>()
  return {
    source(pool, open) {
      let study: Study | null = null
      let sent: Study | null = null
      let number = -1
      let listener = (): void => undefined
      const stop = (): void => {
        if (!running.delete(number)) return
        pool.postAside({ kind: 'stop-study', study: number })
      }
      const start = (): Study => {
        stop()
        const { revision, document } = open()
        const { experiment, seeds } = document
        number = nextNumber++
        const own = number
        running.set(own, (report) => {
          if (study === null) return
          study = grown(study, report)
          if (report.kind === 'study-ended') running.delete(own)
          listener()
        })
        pool.postAside({ kind: 'study', study: own, experiment, seeds })
        return { revision, references: [], points: [], curves: [], done: false, problem: null }
      }
      return {
        onChange(callback) {
          listener = callback
          return stop
        },
        produce({ revision }) {
          if (revision !== open().revision) return null
          if (study?.revision !== revision) study = start()
          if (study === sent) return null
          sent = study
          return study
        },
      }
    },
    settle(report) {
      if (report.kind !== 'study-event' && report.kind !== 'study-ended') return false
      running.get(report.study)?.(report)
      return true
    },
    fail(reason) {
      for (const [study, tell] of [...running])
        tell({ kind: 'study-ended', study, problem: `The engine stopped: ${reason}.` })
    },
  }
}

function grown(study: Study, report: StudyReport): Study {
  if (report.kind === 'study-ended') return { ...study, done: true, problem: report.problem }
  const { event } = report
  switch (event.kind) {
    case 'reference':
      return { ...study, references: [...study.references, { name: event.name, error: event.error }] }
    case 'point':
      return { ...study, points: [...study.points, event.point] }
    case 'curve':
      return { ...study, curves: [...study.curves, event.curve] }
  }
}
