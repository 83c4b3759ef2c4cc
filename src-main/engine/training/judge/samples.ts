import { evenDirections } from '#core/measures/samples/directions'
import { sortedProjections } from '#core/measures/samples/projections'
import { slicedW2 } from '#core/measures/transport/sliced-wasserstein'
import type { LearnedSamples } from '#core/protocol/training'
import type { Judged } from './judge'
import { drawsAt, endsOf, settingOf } from './setting'

const PARTICLES = 3000
const DIRECTIONS = 64

/** The document's run with the learned and with the exact score, from the same noise along the same path. */
export function learnedSamples(judged: Judged): LearnedSamples {
  const { model, learned: score } = settingOf(judged)
  const { seeds, step } = judged
  const exact = endsOf(model, seeds, PARTICLES)
  const learned = endsOf({ ...model, score }, seeds, PARTICLES)
  const { process, distribution, times } = model
  const end = times.at(-1)!
  const { dimension } = distribution
  const directions = evenDirections(dimension, DIRECTIONS)
  const sorted = (values: Float32Array) => sortedProjections({ values, dimension }, directions)
  const draws = (seed: number) =>
    sorted(Float32Array.from(drawsAt(model, process.alpha(end), process.sigma(end), PARTICLES, seed)))
  const [target, other] = [draws(seeds.data + 1), draws(seeds.data + 2)]
  return {
    step,
    learned,
    exact,
    distance: {
      learned: slicedW2(sorted(learned), target),
      exact: slicedW2(sorted(exact), target),
      floor: slicedW2(target, other),
    },
  }
}
