import type { Catalog } from '#core/catalog/catalog'
import type { AnyEntry } from '#core/params/entry'
import type { Distribution } from '#core/distributions/distribution'
import type { Dynamics } from '#core/dynamics/dynamics'
import type { GenerativeSubject, Subject } from '#core/experiment/document'
import { generativeOf } from '#core/experiment/subject'
import type { NetworkTable } from '#core/learning/network-table'
import { withDefaults } from '#core/params/defaults'
import { Invalid } from '#core/params/invalid'
import type { Choice } from '#core/params/param'
import type { Process } from '#core/processes/process'
import { endAtZero } from '#core/samplers/end-at-zero'
import type { Sampler, SamplingProblem } from '#core/samplers/sampler'
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
  /** As in `SamplingProblem` */
  readonly narrowest: number
}

/**
 * Throws `Invalid` with a path below `root`, the subject's place in its document, and for a subject that is no
 * diffusion model. The subject must have been parsed; the networks that its score may name are handed in.
 */
export function assemble(
  given: Subject,
  catalog: Catalog,
  root = 'experiment.subject',
  networks: NetworkTable = {},
): Model {
  const subject = generativeOf(given, 'a run of particles from noise', root)
  const distribution = make(catalog.data, subject.data, `${root}.data`)
  const process = make(catalog.process, subject.process, `${root}.process`)
  const score = within(`${root}.score`, () =>
    make(catalog.score, subject.score, '')({ data: distribution, process, networks }),
  )
  const dynamics = make(catalog.dynamics, subject.dynamics, `${root}.dynamics`)(process)
  const method = make(catalog.sampler, subject.sampler, `${root}.sampler`)
  const grid = make(catalog.grid, subject.grid, `${root}.grid`)
  const falling = within(`${root}.grid`, () => grid.times(process))
  const times = dynamics.direction === 'reverse' ? falling : falling.slice().reverse()
  within(root, () =>
    refuse({ process, dynamics, times }, method, grid.toZero, subject, distribution.dimension),
  )
  const sampler = grid.toZero ? (method.toZero ?? endAtZero(method)) : method
  return {
    distribution,
    process,
    score,
    dynamics,
    sampler,
    times,
    particles: subject.particles,
    start: subject.start,
    narrowest: narrowestOf(distribution),
  }
}

function narrowestOf({ form }: Distribution): number {
  return form.form === 'mixture' ? form.variances.reduce((least, v) => Math.min(least, v), Infinity) : 0
}

/** Refuses what the sampler cannot run, before anything runs. */
function refuse(
  problem: SamplingProblem,
  sampler: Sampler,
  toZero: boolean,
  subject: GenerativeSubject,
  dimension: number,
): void {
  const { noise, equation, minSteps } = sampler.capabilities
  const { dynamics, times } = problem
  const steps = times.length - 1
  const { kind } = subject.sampler
  if (dynamics.rotation !== undefined && dimension < 2)
    throw new Invalid(
      'dynamics.kind',
      `is "${subject.dynamics.kind}", which turns paths in a plane; data of two dimensions or three were expected`,
    )
  if (dynamics.rotation !== undefined && equation !== 'dynamics')
    throw new Invalid(
      'sampler.kind',
      `is "${kind}", which does not read the turn of the flow; a method that solves the dynamics as written was expected`,
    )
  if (noise === 'none' && !dynamics.deterministic)
    throw new Invalid(
      'sampler.kind',
      `is "${kind}", which runs ODEs only; lambda 0 or another sampler was expected`,
    )
  if (noise === 'required' && dynamics.deterministic)
    throw new Invalid(
      'sampler.kind',
      `is "${kind}", which needs noise; a dynamics with noise or another sampler was expected`,
    )
  if (equation === 'own' && dynamics.direction !== 'reverse')
    throw new Invalid(
      'sampler.kind',
      `is "${kind}", which runs from noise to data; the reverse family or another sampler was expected`,
    )
  if (toZero && dynamics.direction !== 'reverse')
    throw new Invalid('grid.toZero', 'is true; false was expected, since this run ends at noise')
  if (steps < minSteps)
    throw new Invalid('grid.steps', `is ${steps}; at least ${minSteps} were expected by this sampler`)
  sampler.check?.(problem)
}

function make<Made>(entries: readonly AnyEntry<Made>[], choice: Choice, path: string): Made {
  const found = entries.find((entry) => entry.kind === choice.kind)
  if (found === undefined)
    throw new Invalid(`${path}.kind`, `is "${choice.kind}", which the catalogue does not have`)
  return within(path, () => found.make(withDefaults(found.params, choice)))
}

/** Errors that a person caused get the place in the document where they stand. */
function within<Made>(path: string, act: () => Made): Made {
  try {
    return act()
  } catch (error) {
    throw error instanceof Invalid ? error.within(path) : error
  }
}
