import { catalog } from '#core/catalog/index'
import { planStudy } from '../observers/convergence/plan'
import { requestOf } from '../observers/convergence/request'
import { convergenceStudy } from '../observers/convergence/study'
import { heldNetworks } from './held-networks'
import type { StopStudyJob, StudyJob, StudyReport } from './messages'

let studying = -1

/** A study goes on event by event, so that other work beside the run comes between. */
export function study(job: StudyJob | StopStudyJob, report: (message: StudyReport) => void): void {
  const number = job.study
  if (job.kind === 'stop-study') {
    if (studying === number) studying = -1
    return
  }
  const guarded = (act: () => void): void => {
    try {
      act()
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      report({ kind: 'study-ended', study: number, problem })
    }
  }
  guarded(() => {
    const { experiment, seeds } = job
    const plan = planStudy(experiment, seeds, requestOf(experiment, catalog), catalog, heldNetworks())
    const events = convergenceStudy(plan, catalog)
    studying = number
    const next = (): void =>
      guarded(() => {
        if (studying !== number) return
        const { value, done } = events.next()
        if (done === true || value === undefined)
          return report({ kind: 'study-ended', study: number, problem: null })
        report({ kind: 'study-event', study: number, event: value })
        setImmediate(next)
      })
    next()
  })
}
