import type { Seeds } from '#core/experiment/document'
import { reverseDynamics } from '#core/dynamics/reverse'
import { type CellGrid, histogram } from '#core/measures/fit/kl-grid'
import { evenDirections } from '#core/measures/samples/directions'
import type { Points } from '#core/measures/samples/points'
import { slicedW2 } from '#core/measures/transport/sliced-wasserstein'
import type { Potentials } from '#core/measures/transport/sinkhorn'
import type { DistanceName } from '#core/protocol/distances'
import type { SamplerState } from '#core/samplers/sampler'
import { heun } from '#core/samplers/heun'
import type { Model } from '../../assemble'
import { chooseBackend, createBackend } from '../../backends/create-backend'
import { single } from '../../backends/ensemble'
import { pathNoiseOf, runExperiment, startState } from '../../run-experiment'
import { exactDraws } from '../exact-draws'
import { lawTime, levelAt } from '../fields'
import { targetOf } from '../statistics'
import { type Judge, judges, type Moment } from './judges'
import { Sample } from './sample'

/** Points of the curve to the data, whatever the measure */
const LANE = { points: 2000, directions: 32 } as const
/** Cells per axis of the grid, by dimension */
const CELLS = { 1: 100, 2: 32, 3: 12 } as const
const SEED = 0x5eed_1000

/** Particles of a run that a measure takes. */
export function pointsOf(measure: DistanceName, { particles, distribution }: SampledModel): number {
  const { points, pointsInSpace } = judges[measure]
  return Math.min(distribution.dimension === 3 ? (pointsInSpace ?? points) : points, particles)
}

/** First positions that a row is made of. */
export function pointsNeeded(measure: DistanceName, model: SampledModel): number {
  return Math.max(pointsOf(measure, model), Math.min(LANE.points, model.particles))
}

type SampledModel = Pick<Model, 'particles' | 'distribution'>

/**
 * A distance between the first particles of a run and exact draws of p_t, moment by moment. Beside it the same for the
 * probability flow from the same starts, and the mean distance between three independent exact samples of the same size
 * (what a perfect sampler would show); and sliced W_2 of the run to the data. Throws an Error where no p_t is known.
 */
export class DistanceMeter {
  private readonly judge: Judge
  /** Particles that are compared */
  private readonly count: number
  private readonly draws: readonly ((t: number) => Points)[]
  /** Draws that shares of cells are counted from */
  private readonly many: ((t: number) => Points) | null
  private readonly lane: number
  private readonly data: Sample
  private readonly warm = new Map<string, Potentials>()
  private readonly flow: Iterator<FlowState> | null

  constructor(
    private readonly model: Model,
    seeds: Seeds,
    measure: DistanceName,
  ) {
    const target = targetOf(model)
    if (target === null)
      throw new Error('The score belongs to no diffusion, so there is no exact density to compare with.')
    const { particles, process, dynamics } = model
    const { dimension } = target
    this.judge = judges[measure]
    this.count = pointsOf(measure, model)
    const draw = (count: number, which: number) => exactDraws(target, process, count, SEED + which)
    this.draws = [1, 2, 3].map((which) => draw(this.count, which))
    this.many = this.judge.draws === undefined ? null : draw(this.judge.draws, 4)
    this.lane = Math.min(LANE.points, particles)
    const clean = new Float64Array(this.lane * dimension)
    target.sample(clean, SEED + 5, 0)
    this.data = onLane({ values: Float32Array.from(clean), dimension })
    this.flow =
      dynamics.direction === 'reverse' && !dynamics.deterministic
        ? flowStates(model, seeds, this.count)
        : null
  }

  /**
   * The row of a step: its number, run to p_t, flow to p_t (NaN without one), floor, run to the data. From positions
   * [>= n, d] of the run's first particles. With `onward` the flow goes along; such
   * steps must rise from call to call.
   */
  row(step: number, positions: Float32Array, onward: boolean): Float32Array {
    const { dimension } = this.model.distribution
    const first = (count: number): Points => ({ values: positions.subarray(0, count * dimension), dimension })
    const t = lawTime(this.model, step)
    const [a, b, c] = this.draws.map((draw, k) => new Sample(draw(t), 'abc'.charAt(k)))
    if (a === undefined || b === undefined || c === undefined)
      throw new Error('three exact samples are needed')
    const moment = this.momentAt(step, a)
    const to = (x: Sample, y: Sample): number => this.judge.between(x, y, moment)
    const flow = onward ? this.flowAt(step) : null
    return Float32Array.of(
      step,
      to(new Sample(first(this.count), 'run'), a),
      flow === null ? NaN : to(new Sample(flow, 'flow'), a),
      (to(a, b) + to(c, a) + to(b, c)) / 3,
      slicedW2(onLane(first(this.lane)).sorted, this.data.sorted),
    )
  }

  private momentAt(step: number, reference: Sample): Moment {
    // Of a learned score the exact one, where there is one.
    const { score } = this.model
    const level = levelAt(this.model, step, score.truth ?? score)
    return {
      reference,
      warm: this.warm,
      score(points) {
        const out = new Float64Array(points.length)
        level.score(out, points, points.length / reference.points.dimension)
        return out
      },
      cells: () =>
        reference.once('cells', () => {
          if (this.many === null) throw new Error('no draws to count shares of cells from')
          return cellsOf(this.many(lawTime(this.model, step)))
        }),
    }
  }

  private flowAt(step: number): Points | null {
    for (let next = this.flow?.next(); next?.done === false; next = this.flow?.next())
      if (next.value.step === step) return next.value.read()
    return null
  }
}

interface FlowState {
  readonly step: number
  /** Positions [n, d] */
  readonly read: () => Points
}

/** The probability flow of the run's first particles from their own starts, by Heun's method on the run's times. */
function* flowStates(model: Model, seeds: Seeds, count: number): Generator<FlowState, void> {
  const { dimension } = model.distribution
  const backend = createBackend(chooseBackend(model.score).name, {
    score: model.score,
    first: 0,
    count,
    startSeed: seeds.start,
    noise: pathNoiseOf(model, seeds),
    ensemble: single(count),
  })
  const asked = ({ step, x }: SamplerState): FlowState => ({
    step,
    read() {
      const values = new Float32Array(count * dimension)
      backend.read(x, values)
      return { values, dimension }
    },
  })
  const from = startState(model, backend, seeds)
  const flow = { ...model, dynamics: reverseDynamics(model.process, 0), sampler: heun.make({}) }
  try {
    yield asked(from)
    for (const state of runExperiment(flow, backend, seeds, from)) yield asked(state)
  } finally {
    backend.dispose()
  }
}

function onLane(points: Points): Sample {
  return new Sample(points, 'lane', evenDirections(points.dimension, LANE.directions))
}

/** A grid over all of the draws, and their shares in its cells. */
function cellsOf(draws: Points): { grid: CellGrid; shares: Float64Array } {
  const { values, dimension: d } = draws
  const axes = Array.from({ length: d }, (_, j) => j)
  const low = axes.map(() => Infinity)
  const high = axes.map(() => -Infinity)
  for (let i = 0; i < values.length; i++) {
    low[i % d] = Math.min(low[i % d]!, values[i]!)
    high[i % d] = Math.max(high[i % d]!, values[i]!)
  }
  const grid = {
    counts: axes.map(() => CELLS[d]),
    low,
    // Just above the largest, which would lie in no cell else.
    high: high.map((top, j) => top + 1e-6 * (top - low[j]!)),
  }
  return { grid, shares: histogram(draws, grid).map((count) => (count * d) / values.length) }
}
