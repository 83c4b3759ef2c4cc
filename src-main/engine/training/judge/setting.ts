import { catalog } from '#core/catalog/index'
import type { GenerativeSubject, Seeds } from '#core/experiment/document'
import { networkScore } from '#core/learning/network/network-score'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import type { ScoreModel } from '#core/scores/score-model'
import { assemble, type Model } from '../../assemble'
import { chooseBackend, createBackend } from '../../backends/create-backend'
import { single } from '../../backends/ensemble'
import { pathNoiseOf, runExperiment } from '../../run-experiment'
import type { Judged } from './judge'

/** What a network is held against. */
export interface Setting {
  readonly subject: GenerativeSubject
  /** The document's run with the exact score */
  readonly model: Model
  readonly exact: ScoreModel
  readonly learned: ScoreModel
}

export function settingOf(judged: Judged): Setting {
  const { network } = judged
  const { subject: given } = judged.experiment
  if (given.kind !== 'generative')
    throw new Error('A network is held against the score of a diffusion model.')
  const { subject, model } = exactOf(given, judged.seeds)
  return {
    subject,
    model,
    exact: model.score,
    learned: networkScore(network.architecture, network.weights, model.score),
  }
}

/** The document whose networks were judged last: one after another of its film is. */
let last: { readonly key: string; readonly subject: GenerativeSubject; readonly model: Model } | null = null

function exactOf(given: GenerativeSubject, seeds: Seeds): { subject: GenerativeSubject; model: Model } {
  const subject: GenerativeSubject = { ...given, score: { kind: 'exact' } }
  const key = JSON.stringify([subject, seeds])
  if (last?.key !== key) last = { key, subject, model: assemble(subject, catalog) }
  return last
}

/** n draws from p_t at a noise level, [n, d]: the same data and noise at every level. */
export function drawsAt(
  { distribution }: Model,
  alpha: number,
  sigma: number,
  n: number,
  seed: number,
): Float64Array {
  const { dimension } = distribution
  const x = new Float64Array(n * dimension)
  const noise = new Float64Array(n * dimension)
  distribution.sample(x, seed, 0)
  fillNormals(noise, dimension, seed, 0, streams.start, 1)
  for (let k = 0; k < x.length; k++) x[k] = alpha * x[k]! + sigma * noise[k]!
  return x
}

/** End points [n, d] of a run with some score, on the fastest backend for it. */
export function endsOf(model: Model, seeds: Seeds, n: number): Float32Array {
  const backend = createBackend(chooseBackend(model.score).name, {
    score: model.score,
    first: 0,
    count: n,
    startSeed: seeds.start,
    noise: pathNoiseOf(model, seeds),
    ensemble: single(n),
  })
  const into = new Float32Array(n * model.distribution.dimension)
  for (const state of runExperiment({ ...model, particles: n }, backend, seeds))
    if (state.step === model.times.length - 1) backend.read(state.x, into)
  backend.dispose()
  return into
}
