import { catalog } from '#core/catalog/index'
import { reverseDynamics } from '#core/dynamics/reverse'
import { type Points } from '#core/measures/samples/points'
import { slicedW2 } from '#core/measures/transport/sliced-wasserstein'
import { normalPair, counterWord, pairOfNormals, streams } from '#core/numeric/gaussian-stream'
import { heun } from '#core/samplers/heun'
import { assemble, type Model } from '../assemble'
import { judges, sampleOf } from '../observers/distances'
import { levelAt } from '../observers/fields'
import { chooseBackend, createBackend } from '../backends/create-backend'
import { single } from '../backends/ensemble'
import { pathNoiseOf, runExperiment, startState } from '../run-experiment'
import { heldNetworks } from './held-networks'
import type { DistanceJob } from './messages'

/** Numbers of a row: step, run to p_t, flow to p_t (NaN without one), floor, run to the data. */
export const distanceColumns = 5
/** Steps at which the curve is computed */
const moments = 49
/**
 * A distance between the first particles of the run and exact draws from p_t, along the run: [moments, 5]. Beside it
 * the same for the probability flow from the same starts, the mean distance between three independent exact draws of
 * the same size (what a perfect sampler would show), and sliced W_2 of the run to the data.
 */
export function computeDistance(job: DistanceJob): Float32Array {
  const model = assemble(job.experiment.subject, catalog, undefined, heldNetworks())
  const steps = model.times.length - 1
  const judge = judges[job.measure]
  const n = Math.min(judge.points, model.particles)
  const at = [...new Set(Array.from({ length: moments }, (_, i) => Math.round((i * steps) / (moments - 1))))]
  const exact = exactDraws(model, n, job.seeds.data + 1)
  const [second, third] = [exactDraws(model, n, job.seeds.data + 2), exactDraws(model, n, job.seeds.data + 3)]
  const data = sampleOf(dataDraws(model, n, job.seeds.data + 4))
  const run = statesAt(model, model, job, n, at)
  const flow =
    model.dynamics.direction === 'reverse' && !model.dynamics.deterministic
      ? statesAt(
          { ...model, dynamics: reverseDynamics(model.process, 0), sampler: heun.make({}) },
          model,
          job,
          n,
          at,
        )
      : null
  const rows = new Float32Array(at.length * distanceColumns)
  at.forEach((step, i) => {
    const level = levelAt(model, step)
    const score = (points: Float64Array): Float64Array => {
      const out = new Float64Array(points.length)
      level.score(out, points, points.length / model.distribution.dimension)
      return out
    }
    const [truth, b, c] = [exact, second, third].map((draws) => sampleOf(draws(step)))
    const own = sampleOf(run[i]!)
    const to = (x: typeof own, y: typeof own): number => judge.between(x, y, score)
    rows.set(
      [
        step,
        to(own, truth!),
        flow === null ? NaN : to(sampleOf(flow[i]!), truth!),
        (to(truth!, b!) + to(c!, truth!) + to(b!, c!)) / 3,
        slicedW2(own.sorted, data.sorted),
      ],
      i * distanceColumns,
    )
  })
  return rows
}

/** Positions of the first n particles at some steps, by the backend that the run itself uses. */
function statesAt(run: Model, model: Model, job: DistanceJob, n: number, at: readonly number[]): Points[] {
  const { dimension } = model.distribution
  const backend = createBackend(chooseBackend(model.score).name, {
    score: model.score,
    first: 0,
    count: n,
    startSeed: job.seeds.start,
    noise: pathNoiseOf(model, job.seeds),
    ensemble: single(n),
  })
  const points: Points[] = []
  const keep = (slot: Parameters<typeof backend.read>[0]): void => {
    const values = new Float32Array(n * dimension)
    backend.read(slot, values)
    points.push({ values, dimension })
  }
  const from = startState(model, backend, job.seeds)
  const wanted = new Set(at)
  if (wanted.has(0)) keep(from.x)
  for (const state of runExperiment(run, backend, job.seeds, from)) if (wanted.has(state.step)) keep(state.x)
  backend.dispose()
  return points
}

function dataDraws(model: Model, n: number, seed: number): Points {
  const { dimension } = model.distribution
  const values = new Float64Array(n * dimension)
  model.distribution.sample(values, seed, 0)
  return { values: Float32Array.from(values), dimension }
}

/** Draws from p_t that move smoothly in t: the same x_0 and the same noise at every step. */
function exactDraws(model: Model, n: number, seed: number): (step: number) => Points {
  const { values: clean, dimension } = dataDraws(model, n, seed)
  const noise = new Float32Array(n * dimension)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < dimension; j++) {
      if (j % 2 === 0) normalPair(seed, i, counterWord(streams.start, j >> 1, 0))
      noise[i * dimension + j] = j % 2 === 0 ? pairOfNormals.even : pairOfNormals.odd
    }
  return (step) => {
    const t = model.times[step]!
    const alpha = model.process.alpha(t)
    const sigma = model.process.sigma(t)
    return { values: noise.map((z, i) => alpha * clean[i]! + sigma * z), dimension }
  }
}
