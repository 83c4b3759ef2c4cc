import { catalog } from '#core/catalog/index'
import type { Distribution } from '#core/distributions/distribution'
import type { GenerativeSubject, LabDocument } from '#core/experiment/document'
import { dataFloor, type Floor } from '#core/measures/floor'
import { modeWeights } from '#core/measures/fit/modes'
import { evenDirections } from '#core/measures/samples/directions'
import type { Points } from '#core/measures/samples/points'
import { slicedWasserstein } from '#core/measures/transport/sliced-wasserstein'
import type { ScoreModel } from '#core/scores/score-model'
import { assemble } from '#main/engine/assemble'
import { single } from '#main/engine/backends/ensemble'
import { wasmBackend } from '#main/engine/backends/wasm/wasm-backend'
import { runExperiment } from '#main/engine/run-experiment'

const COUNT = 20_000

/** The flow in 30 steps, close to the floor with the exact score. */
const flow = {
  score: { kind: 'exact' },
  dynamics: { kind: 'reverse', lambda: 0 },
  sampler: { kind: 'dpmpp-2m' },
  grid: { kind: 'log-snr', steps: 30 },
  start: 'prior',
} as const

export interface Sampled {
  /** Mean over seeds of sliced W2, 64 directions, 20 000 points, against fresh data */
  readonly w2: number
  /** Mean over seeds of the shares of the modes */
  readonly shares: readonly number[]
}

function draw(distribution: Distribution, seed: number): Points {
  const values = new Float64Array(COUNT * distribution.dimension)
  distribution.sample(values, seed, 0)
  return { values, dimension: distribution.dimension }
}

const distance = (a: Points, b: Points): number => slicedWasserstein(a, b, evenDirections(a.dimension, 64)).w2

/** Over pairs of fresh data. */
export function floorOf(data: Distribution, pairs: number): Floor {
  return dataFloor(distance, (seed) => draw(data, seed), pairs)
}

/** A document's subject with a score, from the prior to the data, once a seed; `changes` replace parts of it. */
export function sampled(
  { experiment, seeds }: LabDocument,
  score: ScoreModel,
  modes: readonly (readonly number[])[],
  runs: number,
  changes: Partial<GenerativeSubject> = {},
): Sampled {
  const subject = { ...(experiment.subject as GenerativeSubject), ...flow, ...changes }
  const model = { ...assemble(subject, catalog), score }
  const last = model.times.length - 1
  let w2 = 0
  const shares = modes.map(() => 0)
  for (let seed = 1; seed <= runs; seed++) {
    const backend = wasmBackend({
      score,
      first: 0,
      count: COUNT,
      startSeed: seed,
      noise: { kind: 'independent', seed },
      ensemble: single(COUNT),
    })
    const points = { values: new Float64Array(COUNT * score.dimension), dimension: score.dimension }
    for (const { step, x } of runExperiment(model, backend, { ...seeds, start: seed, path: seed }))
      if (step === last) backend.read(x, points.values)
    w2 += distance(points, draw(model.distribution, 5000 + seed)) / runs
    modeWeights(points, modes).forEach((share, k) => (shares[k]! += share / runs))
    backend.dispose()
  }
  return { w2, shares }
}
