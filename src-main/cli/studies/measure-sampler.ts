import { generativeOf } from '#core/experiment/subject'
import { catalog } from '#core/catalog/index'
import type { Experiment, LabDocument } from '#core/experiment/document'
import { parse } from '#core/experiment/parse'
import { evenDirections } from '#core/measures/samples/directions'
import { slicedWasserstein } from '#core/measures/transport/sliced-wasserstein'
import { strongError } from '#core/measures/convergence/errors'
import type { OrderFit } from '#core/numeric/order-fit'
import { Invalid } from '#core/params/invalid'
import type { Choice } from '#core/params/param'
import { assemble, type Model } from '#main/engine/assemble'
import { planStudy, subjectWith } from '#main/engine/observers/convergence/plan'
import { endOf, flowReference } from '#main/engine/observers/convergence/reference'
import { convergenceStudy } from '#main/engine/observers/convergence/study'

/** What the documentation's table says of one sampler beyond the catalogue. */
export interface Measured {
  /** Strong orders on the flow and on the SDE; null: it does not run there, or too few points tell */
  readonly ode: OrderFit | null
  readonly sde: OrderFit | null
  /** At most 10, 20 and 50 evaluations: mean distance to the exact flow, or sliced W2 to the data for an SDE alone */
  readonly errors: readonly (number | null)[]
  readonly problem: string
}

const budgets = [10, 20, 50]
const ring = { kind: 'ring', count: 8, radius: 4, deviation: 0.3 }

interface Problem {
  readonly name: string
  readonly process: Choice
  readonly grid: Choice
  readonly start?: 'marginal'
}

/** The first that a sampler can run is the one it is judged on. */
const problems: readonly Problem[] = [
  {
    name: 'EDM',
    process: { kind: 'edm', sigmaMin: 0.02, sigmaMax: 80 },
    grid: { kind: 'karras', steps: 10 },
  },
  { name: 'VP', process: { kind: 'vp-linear' }, grid: { kind: 'uniform', steps: 10 } },
  { name: 'rectified flow', process: { kind: 'rectified-flow' }, grid: { kind: 'shift', steps: 10 } },
]

/**
 * Where orders on the SDE are measured: below the noise at which a path chooses its mode. Above it a path beside the
 * ridge between two modes may fall to either, and a few such paths are all of the error on any grid that is affordable.
 */
const calm: readonly Problem[] = [
  {
    name: 'EDM',
    process: { kind: 'edm', sigmaMin: 0.05, sigmaMax: 0.5 },
    grid: { kind: 'uniform', steps: 10 },
    start: 'marginal',
  },
]

/** Orders and errors of a sampler with its default parameters on the ring of eight. */
export function measureSampler(kind: string): Measured {
  const ode = firstThatRuns(kind, 0)
  const sde = firstThatRuns(kind, 1)
  const path = firstThatRuns(kind, 1, calm)
  const judged = ode ?? sde
  return {
    ode: ode === null ? null : orderOf(ode.document, [16, 32, 64, 128, 256], 64),
    sde: path === null ? null : orderOf(path.document, [16, 32, 64, 128], 64),
    errors: budgets.map((budget) => {
      if (judged === null) return null
      return ode === null ? distanceToData(judged.document, budget) : errorAt(judged.document, budget)
    }),
    problem: judged === null ? '–' : `${judged.name}, ${ode === null ? 'SDE, sliced W2' : 'flow'}`,
  }
}

/** The first problem that the sampler can run with this noise strength. */
function firstThatRuns(
  kind: string,
  lambda: number,
  among = problems,
): { name: string; document: LabDocument } | null {
  for (const { name, process, grid, start = 'prior' } of among) {
    const document = parse(
      {
        scorefield: 1,
        experiment: {
          subject: {
            kind: 'generative',
            data: ring,
            process,
            dynamics: { kind: 'reverse', lambda },
            sampler: { kind },
            grid,
            start,
            particles: 512,
          },
        },
      },
      catalog,
    )
    const found = modelAt(document.experiment, 10, 512)
    const flow = found?.sampler.capabilities.equation === 'flow'
    // A flow's method would solve the flow at any noise strength; it has no order on the SDE.
    if (found !== null && !(lambda > 0 && flow)) return { name, document }
  }
  return null
}

function modelAt(experiment: Experiment, steps: number, particles: number): Model | null {
  try {
    const subject = generativeOf(experiment.subject)
    return assemble(subjectWith(subject, subject.sampler, steps, particles, catalog), catalog)
  } catch (error) {
    if (error instanceof Invalid) return null
    throw error
  }
}

function orderOf(
  { experiment, seeds }: LabDocument,
  steps: readonly number[],
  particles: number,
): OrderFit | null {
  const request = { samplers: [generativeOf(experiment.subject).sampler], steps, particles }
  const events = [...convergenceStudy(planStudy(experiment, seeds, request, catalog), catalog)]
  return events.flatMap((event) => (event.kind === 'curve' ? [event.curve.strong] : []))[0] ?? null
}

/** The run with the most steps that the budget of evaluations allows. */
function withinBudget(document: LabDocument, budget: number, particles: number) {
  for (let steps = budget; steps >= 1; steps--) {
    const few = modelAt(document.experiment, steps, 1)
    if (few === null || endOf(few, document.seeds).nfe > budget) continue
    const model = modelAt(document.experiment, steps, particles)
    return model === null ? null : { model, ...endOf(model, document.seeds) }
  }
  return null
}

const ends = new Map<string, Float64Array>()

/** Where the exact flow ends: the same for every sampler and number of steps on one process. */
function exactEnd(model: Model, { experiment, seeds }: LabDocument): Float64Array {
  const key = JSON.stringify(generativeOf(experiment.subject).process)
  const end = ends.get(key) ?? flowReference(model, seeds).x
  ends.set(key, end)
  return end
}

function errorAt(document: LabDocument, budget: number): number | null {
  const run = withinBudget(document, budget, 512)
  if (run === null || !run.x.every(Number.isFinite)) return null
  return strongError(run.x, exactEnd(run.model, document), 2)
}

function distanceToData(document: LabDocument, budget: number): number | null {
  const particles = 4096
  const run = withinBudget(document, budget, particles)
  if (run === null || !run.x.every(Number.isFinite)) return null
  const data = new Float64Array(2 * particles)
  run.model.distribution.sample(data, 1234, 0)
  const points = (values: Float64Array) => ({ values, dimension: 2 as const })
  return slicedWasserstein(points(run.x), points(data), evenDirections(2, 64)).w2
}
