import { startMismatch } from '#core/measures/start-mismatch'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import type { RunInfo } from '#core/protocol/contract'
import type { Seeds } from '#core/experiment/document'
import type { ScoreModel } from '#core/scores/score-model'
import type { BackendInfo } from '#core/samplers/backend'
import type { Model } from './assemble'
import { single } from './backends/ensemble'
import { referenceBackend } from './backends/reference'
import { targetOf } from './observers/statistics'
import { pathNoiseOf, runExperiment } from './run-experiment'

/** What does not change while a film plays. */
export function describeRun(
  model: Model,
  seeds: Seeds,
  revision: number,
  backend: BackendInfo,
  backendReason: string,
  workers: number,
): RunInfo {
  const { process, times, distribution, dynamics } = model
  const each = (f: (t: number) => number): Float64Array => times.map((t) => f(t))
  const target = targetOf(model)
  const mismatch =
    dynamics.direction === 'reverse' && model.start === 'prior' && target !== null
      ? startMismatch(
          target,
          model.score,
          process,
          (out) => out.set(normalsOf(out.length, distribution.dimension)),
          drawsFor(model),
        )
      : null
  return {
    revision,
    dimension: distribution.dimension,
    particles: model.particles,
    times,
    alpha: each((t) => process.alpha(t)),
    sigma: each((t) => process.sigma(t)),
    logSnr: each((t) => process.logSnr(t)),
    nfe: evaluations(model, seeds),
    direction: dynamics.direction,
    deterministic: dynamics.deterministic,
    equation: model.sampler.equation ?? dynamics.equation,
    backend,
    backendReason,
    workers,
    dataVariance: distribution.variance,
    box: { low: [...distribution.box.low], high: [...distribution.box.high] },
    scoreAccuracy: model.score.accuracy,
    startMismatch: mismatch?.value ?? null,
    grid: null,
  }
}

/** Each costs a sum over all components, since at the start all are near. */
function drawsFor({ distribution: { form } }: Model): number {
  return form.form === 'mixture' && form.weights.length > 1000 ? 512 : 4096
}

const normals = new Map<number, Float64Array>()

/** The same at every change of a document, so made once for each dimension. */
function normalsOf(length: number, dimension: number): Float64Array {
  let found = normals.get(dimension)
  if (found?.length !== length) {
    found = new Float64Array(length)
    fillNormals(found, dimension, 1, 0, streams.start, 0)
    normals.set(dimension, found)
  }
  return found
}

/** N(0, I) at every level, which costs nothing */
const standardNormal = (dimension: ScoreModel['dimension']): ScoreModel => ({
  dimension,
  accuracy: 'exact',
  at: () => ({
    score: (out, x) => out.forEach((_, k) => (out[k] = -x[k]!)),
    logDensity(out, x) {
      for (let i = 0; i < out.length; i++) {
        const point = x.subarray(i * dimension, (i + 1) * dimension)
        out[i] = -0.5 * point.reduce((sum, value) => sum + value * value + Math.log(2 * Math.PI), 0)
      }
    },
  }),
})

/**
 * Score evaluations when each step is reached, counted by running one particle. Only a method that chooses its steps by
 * the error asks the model's own score, which for an energy costs a table at every level.
 */
function evaluations(model: Model, seeds: Seeds): Float64Array {
  const nfe = new Float64Array(model.times.length)
  const counted = model.sampler.capabilities.evaluationsPerStep !== null
  const backend = referenceBackend({
    score: counted ? standardNormal(model.distribution.dimension) : model.score,
    first: 0,
    count: 1,
    startSeed: seeds.start,
    noise: { ...pathNoiseOf(model, seeds), kind: 'independent', seed: 0 },
    ensemble: single(1),
  })
  for (const state of runExperiment(model, backend, seeds)) nfe[state.step] = state.nfe
  backend.dispose()
  return nfe
}
