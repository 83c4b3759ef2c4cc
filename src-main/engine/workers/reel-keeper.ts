import { catalog } from '#core/catalog/index'
import { equationOf } from '../equations/equation-of'
import { witnessGridOf } from '../equations/witness-grid'
import type { ReelStates } from '../reels/reel-state'
import { assemble } from '../assemble'
import { heldNetworks } from './held-networks'
import { gridStates, particleStates } from '../equations/states'
import { Replay } from '../reels/replay'
import type { ReelJob, ReelWindowJob, WorkerReport } from './messages'

/** The reels of one worker: the newest of particles and the newest of a grid. */
export class ReelKeeper {
  private readonly newest = new Map<ReelJob['what'], { readonly reel: number; readonly replay: Replay }>()

  constructor(private readonly report: (message: WorkerReport) => void) {}

  start(job: ReelJob): void {
    this.newest.delete(job.what)
    const replay = replayOf(job, this.report)
    this.newest.set(job.what, { reel: job.reel, replay })
    replay.run()
  }

  window({ reel, window }: ReelWindowJob): void {
    for (const kept of this.newest.values()) if (kept.reel === reel) kept.replay.window(window)
  }
}

function replayOf(job: ReelJob, report: (message: WorkerReport) => void): Replay {
  const { subject } = job.experiment
  if (subject.kind === 'generative') {
    const model = assemble(subject, catalog, undefined, heldNetworks())
    const witness = witnessGridOf(job.experiment, model)
    if (witness === null) throw new Error('the document asks for no grid')
    return new Replay(job, witness.states(), witness.plan.times, report)
  }
  const model = equationOf(job.experiment)
  const states: ReelStates =
    job.what === 'grid'
      ? (from) => gridStates(model, from)
      : (from) => particleStates(model, job.seeds, job.share, from)
  return new Replay(job, states, model.times, report)
}
