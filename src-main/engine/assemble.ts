import type { Catalog } from '#core/catalog/catalog'
import type { AnyEntry } from '#core/catalog/entry'
import type { Distribution } from '#core/distributions/distribution'
import type { Dynamics } from '#core/dynamics/dynamics'
import type { GenerativeSubject } from '#core/experiment/document'
import { withDefaults } from '#core/params/defaults'
import { Invalid } from '#core/params/invalid'
import type { Choice } from '#core/params/param'
import type { Process } from '#core/processes/process'
import type { Sampler } from '#core/samplers/sampler'
import type { ScoreModel } from '#core/scores/score-model'

/** What the names of a document stand for. */
export interface Model {
  readonly distribution: Distribution
  readonly process: Process
  readonly score: ScoreModel
  readonly dynamics: Dynamics
  readonly sampler: Sampler
  /** [N + 1] in the order in which they are visited */
  readonly times: Float64Array
  readonly particles: number
  readonly start: GenerativeSubject['start']
}

/** Throws `Invalid` with a path below `root`, the subject's place in its document. The subject must have been parsed. */
export function assemble(subject: GenerativeSubject, catalog: Catalog, root = 'experiment.subject'): Model {
  const distribution = make(catalog.data, subject.data, `${root}.data`)
  const process = make(catalog.process, subject.process, `${root}.process`)
  const score = make(catalog.score, subject.score, `${root}.score`)({ data: distribution, process })
  const dynamics = make(catalog.dynamics, subject.dynamics, `${root}.dynamics`)(process)
  const sampler = make(catalog.sampler, subject.sampler, `${root}.sampler`)
  const grid = make(catalog.grid, subject.grid, `${root}.grid`)
  const { noise, minSteps } = sampler.capabilities
  if (noise === 'none' && !dynamics.deterministic)
    throw new Invalid(
      `${root}.sampler.kind`,
      `is "${subject.sampler.kind}", which runs ODEs only; lambda 0 or another sampler was expected`,
    )
  if (noise === 'required' && dynamics.deterministic)
    throw new Invalid(
      `${root}.sampler.kind`,
      `is "${subject.sampler.kind}", which needs noise; a dynamics with noise or another sampler was expected`,
    )
  if (grid.steps < minSteps)
    throw new Invalid(
      `${root}.grid.steps`,
      `is ${grid.steps}; at least ${minSteps} were expected by this sampler`,
    )
  const falling = grid.times(process)
  const times = dynamics.direction === 'reverse' ? falling : falling.slice().reverse()
  return {
    distribution,
    process,
    score,
    dynamics,
    sampler,
    times,
    particles: subject.particles,
    start: subject.start,
  }
}

function make<Made>(entries: readonly AnyEntry<Made>[], choice: Choice, path: string): Made {
  const found = entries.find((entry) => entry.kind === choice.kind)
  if (found === undefined)
    throw new Invalid(`${path}.kind`, `is "${choice.kind}", which the catalogue does not have`)
  try {
    return found.make(withDefaults(found.params, choice))
  } catch (error) {
    throw error instanceof Invalid ? error.within(path) : error
  }
}
