import type { TrainerJob, TrainerReport } from '#main/engine/training/messages'
import { TrainingSession } from '#main/engine/training/session'
import type { StartThread } from '#main/engine/training/training'

/** Trainers in this thread; `kill` ends the newest as a crash would, whatever it was doing. */
export function trainersHere(): { start: StartThread; kill(): void; jobs: TrainerJob['kind'][] } {
  const jobs: TrainerJob['kind'][] = []
  let kill = (): void => undefined
  return {
    jobs,
    kill: () => kill(),
    start(onReport, onDeath) {
      let alive = true
      const session = new TrainingSession((report: TrainerReport) => {
        // What a thread tells after its end is never heard.
        if (alive) onReport(report)
      })
      let last: Promise<void> = Promise.resolve()
      const end = (): void => {
        alive = false
        void session.handle({ kind: 'pause' })
      }
      kill = () => {
        end()
        onDeath('it was killed')
      }
      return {
        post(job) {
          jobs.push(job.kind)
          last = last
            .then(() => session.handle(job))
            .catch((error: unknown) => {
              if (alive) onDeath(error instanceof Error ? error.message : String(error))
            })
        },
        end,
      }
    },
  }
}
