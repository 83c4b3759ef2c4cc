import type { Distribution } from '#core/distributions/distribution'
import { floorOf } from '#core/measures/floor'
import { type Directions, evenDirections } from '#core/measures/samples/directions'
import type { Points } from '#core/measures/samples/points'
import { sortedProjections } from '#core/measures/samples/projections'
import { slicedW2 } from '#core/measures/transport/sliced-wasserstein'
import type { WitnessNumber } from '#core/protocol/contract'
import type { Model } from '../../assemble'
import { lawTime } from '../fields'
import { exactDraws } from '../exact-draws'

/** Particles and directions that are compared, few enough for some milliseconds. */
const MOST = 2048
const DIRECTIONS = 32
/** Pairs of exact draws behind a floor; two at a time, so that no frame waits for all. */
const PAIRS = 6
/**
 * The distance between exact clouds varies by a factor of two or so with the shares of the modes that were drawn; three
 * times the mean is out of its reach.
 */
const REACH = 3
const SEED = 0x5eed_0000

interface Kept {
  readonly n: number
  readonly directions: Directions
  /** Made as they are needed; the first is what the particles are compared with, the rest are pairs */
  readonly draws: ((t: number) => Points)[]
  /** Step to distances between pairs of exact draws */
  readonly floors: Map<number, number[]>
}

const kept = new WeakMap<Model, Kept>()

/**
 * Sliced W_2 between the first particles and as many exact draws of p_t, beside that between two exact clouds. Null for
 * the preview of a run, which lives for the moment of a slider's move and is worth no such milliseconds.
 */
export function slicedWitness(
  model: Model,
  target: Distribution,
  step: number,
  x: Float32Array | Float64Array,
  shown: number,
): WitnessNumber | null {
  if (shown < model.particles) return null
  const n = Math.min(MOST, shown)
  const d = target.dimension
  let state = kept.get(model)
  if (state?.n !== n) {
    state = {
      n,
      directions: evenDirections(d, DIRECTIONS),
      draws: [],
      floors: new Map(),
    }
    kept.set(model, state)
  }
  const { directions, draws, floors } = state
  const t = lawTime(model, step)
  const sorted = (points: Points) => sortedProjections(points, directions)
  const draw = (which: number) => {
    draws[which] ??= exactDraws(target, model.process, n, SEED + which)
    return sorted(draws[which](t))
  }
  const floor = floors.get(step) ?? []
  floors.set(step, floor)
  for (let i = 0; i < 2 && floor.length < PAIRS; i++) {
    const pair = 1 + 2 * floor.length
    floor.push(slicedW2(draw(pair), draw(pair + 1)))
  }
  const own: Points = { values: Float32Array.from(x.subarray(0, n * d)), dimension: d }
  const value = slicedW2(sorted(own), draw(0))
  const { mean } = floorOf(floor)
  return {
    name: 'Sliced W₂',
    value,
    against: mean,
    againstName: 'exact against exact',
    agrees: value < REACH * mean,
  }
}
