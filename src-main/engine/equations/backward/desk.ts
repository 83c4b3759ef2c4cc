import type { Experiment, Seeds } from '#core/experiment/document'
import { type BackwardEstimates, type BackwardPicture, momentOf } from '#core/protocol/backward'
import { estimatesAt } from './estimates'
import { type BackwardSetting, backwardSetting, payoffOf } from './setting'
import { type BackwardSolution, pictureOf, solveBackward } from './solution'

interface About {
  readonly experiment: Experiment
  readonly seeds: Seeds
}

/** Most moments whose paths are kept */
const KEPT = 400

/** Backward values of one document after another: solved once, and paths once for each moment that was asked about. */
export interface BackwardDesk {
  picture(about: About): BackwardPicture
  estimates(about: About, step: number): BackwardEstimates
}

/** `paths` from each place; as many as the window shows where it is absent */
export function backwardDesk(paths?: number): BackwardDesk {
  let held: {
    readonly key: string
    readonly setting: BackwardSetting
    readonly solution: BackwardSolution
    readonly estimates: Map<number, BackwardEstimates>
  } | null = null
  const of = ({ experiment, seeds }: About) => {
    const payoff = payoffOf(experiment)
    // Other witnesses, titles and seeds change nothing here.
    const key = JSON.stringify([experiment.subject, payoff.text, seeds.path])
    if (held?.key === key) return held
    const setting = backwardSetting(experiment, seeds, payoff)
    held = { key, setting, solution: solveBackward(setting), estimates: new Map() }
    return held
  }
  return {
    picture: (about) => pictureOf(of(about).solution),
    estimates(about, step) {
      const { setting, solution, estimates } = of(about)
      const moment = momentOf(step, setting.steps, solution.times.length)
      const known = estimates.get(moment)
      if (known !== undefined) return known
      const found = estimatesAt(setting, solution, step, paths)
      if (estimates.size >= KEPT) estimates.clear()
      estimates.set(moment, found)
      return found
    },
  }
}
