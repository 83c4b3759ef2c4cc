import { generativeOf } from '#core/experiment/subject'
import type { Catalog } from '#core/catalog/catalog'
import type { Experiment, GenerativeSubject, Seeds } from '#core/experiment/document'
import type { NetworkTable } from '#core/learning/network-table'
import { Invalid } from '#core/params/invalid'
import type { Choice } from '#core/params/param'
import { assemble, type Model } from '../../assemble'

/** What a convergence study is asked for. */
export interface StudyRequest {
  readonly samplers: readonly Choice[]
  /** Rising, each at least 1 */
  readonly steps: readonly number[]
  readonly particles: number
}

/** A sampler with its model at every number of steps. */
export interface PlannedSampler {
  /** Kind, with its place in the list where several have the same kind */
  readonly name: string
  /** What it is studied on */
  readonly subject: GenerativeSubject
  readonly runs: readonly { readonly steps: number; readonly model: Model }[]
}

export interface StudyPlan {
  readonly seeds: Seeds
  readonly samplers: readonly PlannedSampler[]
  readonly finest: number
  readonly particles: number
  readonly networks: NetworkTable
}

/**
 * Assembles every run of a study, so that whatever cannot run is refused before anything does. The last step stays at
 * the process's least noise, since a step to none at all has a fixed size and would hide the order. Throws `Invalid`.
 */
export function planStudy(
  experiment: Experiment,
  seeds: Seeds,
  request: StudyRequest,
  catalog: Catalog,
  networks: NetworkTable = {},
): StudyPlan {
  const subject = generativeOf(experiment.subject, 'a convergence study')
  const steps = [...new Set(request.steps)].sort((a, b) => a - b)
  if (steps.length < 3)
    throw new Invalid(
      'steps',
      `has ${steps.length} different numbers; at least 3 were expected to fit an order`,
    )
  if (catalog.grid.find((entry) => entry.kind === subject.grid.kind)?.params['steps'] === undefined)
    throw new Invalid(
      'experiment.subject.grid.kind',
      `is "${subject.grid.kind}", whose number of steps is fixed; a grid with steps was expected`,
    )
  const samplers = request.samplers.map((sampler, i) => {
    const own = withFittingNoise(subject, sampler, catalog)
    return {
      name: nameOf(request.samplers, i),
      subject: own,
      runs: steps.map((count) => ({
        steps: count,
        model: assemble(
          subjectWith(own, sampler, count, request.particles, catalog),
          catalog,
          undefined,
          networks,
        ),
      })),
    }
  })
  return { seeds, samplers, finest: steps.at(-1)!, particles: request.particles, networks }
}

/** The subject with another sampler, number of steps and of particles. */
export function subjectWith(
  subject: GenerativeSubject,
  sampler: Choice,
  steps: number,
  particles: number,
  catalog: Catalog,
): GenerativeSubject {
  const params = catalog.grid.find((entry) => entry.kind === subject.grid.kind)?.params
  const grid = { ...subject.grid, steps, ...(params?.['toZero'] === undefined ? {} : { toZero: false }) }
  return { ...subject, sampler, grid, particles }
}

/** A method for ODEs is studied on the probability flow, one that needs noise on the reverse SDE. */
function withFittingNoise(subject: GenerativeSubject, { kind }: Choice, catalog: Catalog): GenerativeSubject {
  const noise = catalog.sampler.find((entry) => entry.kind === kind)?.capabilities.noise
  const { dynamics } = subject
  if (dynamics.kind !== 'reverse') return subject
  const { lambda, ...rest } = dynamics
  if (noise === 'none' && lambda !== 0) return { ...subject, dynamics: { ...rest, lambda: 0 } }
  if (noise === 'required' && lambda === 0) return { ...subject, dynamics: rest }
  return subject
}

function nameOf(samplers: readonly Choice[], at: number): string {
  const { kind } = samplers[at]!
  const before = samplers.slice(0, at).filter((other) => other.kind === kind).length
  return before === 0 ? kind : `${kind}-${before + 1}`
}
