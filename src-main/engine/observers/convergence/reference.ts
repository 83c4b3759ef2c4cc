import type { Catalog } from '#core/catalog/catalog'
import { strongError } from '#core/measures/convergence/errors'
import { dop853 } from '#core/numeric/dop853'
import type { Seeds } from '#core/experiment/document'
import { assemble, type Model } from '../../assemble'
import { single } from '../../backends/ensemble'
import { referenceBackend } from '../../backends/reference'
import { pathNoiseOf, runExperiment, startState } from '../../run-experiment'
import { type PlannedSampler, type StudyPlan, subjectWith } from './plan'

/** Where exact sampling would put the particles of a study, and how well that is known. */
export interface Reference {
  readonly name: string
  /** [n, d] */
  readonly x: Float64Array
  /** Mean distance to the same with half the steps, or a hundred times the tolerance: an upper estimate of its error */
  readonly error: number
}

/** How many times the finest steps of a study the reference of an SDE takes. */
const FINER = 32

/** Particles whose steps are chosen together: the hard ones do not hold up all others. */
const TOGETHER = 16

/** Positions [n, d] at the end of a run in float64, on the study's Brownian path, with the evaluations it took. */
export function endOf(model: Model, seeds: Seeds): { x: Float64Array; nfe: number } {
  const backend = backendOf(model, seeds)
  const x = new Float64Array(model.particles * backend.dimension)
  let nfe = 0
  for (const state of runExperiment(model, backend, seeds)) {
    nfe = state.nfe
    if (state.step === model.times.length - 1) backend.read(state.x, x)
  }
  backend.dispose()
  return { x, nfe }
}

/**
 * The end points of an equation without noise by Dormand–Prince 8(5,3) at 1e-12: the probability flow for methods that
 * solve it whatever the dynamics, else the dynamics itself.
 */
export function flowReference(model: Model, seeds: Seeds): Reference {
  const start = startOf(model, seeds)
  const x = flowEnd(model, start, 1e-12)
  const coarse = flowEnd(model, start, 1e-10)
  const d = model.distribution.dimension
  return { name: 'Dormand–Prince 8(5,3), tolerance 1e-12', x, error: strongError(coarse, x, d) }
}

/** The SDE's end points on the same Brownian path: SRA1 where the catalogue has it, else stochastic Heun. */
export function pathReference(
  plan: StudyPlan,
  { subject, runs }: PlannedSampler,
  catalog: Catalog,
): Reference {
  const kind = catalog.sampler.some((entry) => entry.kind === 'sra1') ? 'sra1' : 'heun'
  const run = (factor: number): Float64Array => {
    const { particles, finest, seeds, networks } = plan
    return endOf(
      assemble(
        subjectWith(subject, { kind }, factor * finest, particles, catalog),
        catalog,
        undefined,
        networks,
      ),
      seeds,
    ).x
  }
  const x = run(FINER)
  const d = runs[0]!.model.distribution.dimension
  return {
    name: `${kind} with ${FINER * plan.finest} steps on the same path`,
    x,
    error: strongError(run(FINER / 2), x, d),
  }
}

function startOf(model: Model, seeds: Seeds): Float64Array {
  const backend = backendOf(model, seeds)
  const x = new Float64Array(model.particles * backend.dimension)
  backend.read(startState(model, backend, seeds).x, x)
  backend.dispose()
  return x
}

function backendOf(model: Model, seeds: Seeds) {
  return referenceBackend({
    score: model.score,
    first: 0,
    count: model.particles,
    startSeed: seeds.start,
    // Strong errors need one path for all steps, whatever the document says.
    noise: pathNoiseOf(model, { ...seeds, noise: 'tree' }),
    ensemble: single(model.particles),
  })
}

function flowEnd(model: Model, start: Float64Array, tolerance: number): Float64Array {
  const { process, score, times, dynamics, sampler } = model
  const d = score.dimension
  const x = start.slice()
  const own = sampler.capabilities.equation === 'flow'
  const field = (out: Float64Array, t: number, y: Float64Array): void => {
    score.at(process.alpha(t), process.sigma(t)).score(out, y, y.length / d)
    const linear = own ? process.f(t) : dynamics.linear(t)
    const push = own ? -0.5 * process.g2(t) : dynamics.score(t)
    const turn = own ? 0 : (dynamics.rotation?.(t) ?? 0)
    for (let i = 0; i < y.length; i += d) {
      // The quarter turn of the score, about the z axis.
      const [u, v] = turn === 0 ? [0, 0] : [-turn * out[i + 1]!, turn * out[i]!]
      for (let j = 0; j < d; j++) out[i + j] = linear * y[i + j]! + push * out[i + j]!
      if (turn === 0) continue
      out[i]! += u
      out[i + 1]! += v
    }
  }
  for (let at = 0; at < x.length; at += TOGETHER * d)
    dop853(field, x.subarray(at, Math.min(x.length, at + TOGETHER * d)), times[0]!, times.at(-1)!, {
      relative: tolerance,
      absolute: 0.1 * tolerance,
    })
  return x
}
