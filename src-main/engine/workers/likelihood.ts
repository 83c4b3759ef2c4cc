import { catalog } from '#core/catalog/index'
import { alongFlow } from '#core/measures/likelihood/along-flow'
import { assemble } from '../assemble'
import { referenceBackend } from '../backends/reference'
import { single } from '../backends/ensemble'
import { pathNoiseOf, startState } from '../run-experiment'
import { heldNetworks } from './held-networks'
import type { LikelihoodJob } from './messages'

/** Estimates of the divergence whose spread is shown. */
export const likelihoodProbes = 16

/**
 * log density along the probability flow from the start of one particle, [6, N + 1]: exact, integral of the exact
 * divergence, Hutchinson's mean, its standard error, change of variables of Euler's steps, and what the Gaussian prior
 * in place of the true p_T takes away (the same at every step).
 */
export function computeLikelihood(job: LikelihoodJob): Float64Array {
  const model = assemble(job.experiment.subject, catalog, undefined, heldNetworks())
  const backend = referenceBackend({
    score: model.score,
    first: job.particle,
    count: 1,
    startSeed: job.seeds.start,
    noise: pathNoiseOf(model, job.seeds),
    ensemble: single(job.particle + 1),
  })
  const x = new Float64Array(model.distribution.dimension)
  backend.read(startState(model, backend, job.seeds).x, x)
  const along = alongFlow(model.process, model.score, model.times, x, likelihoodProbes, job.seeds.path)
  const gap = new Float64Array(model.times.length).fill(along.priorGap)
  const rows = [along.exact, along.integral, along.estimate, along.estimateError, along.discrete, gap]
  return Float64Array.from(rows.flatMap((row) => [...row]))
}
