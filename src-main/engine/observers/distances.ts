import { cramerVonMisesOfTwo } from '#core/measures/fit/cramer-von-mises'
import { kolmogorovSmirnovOfTwo } from '#core/measures/fit/kolmogorov-smirnov'
import { energyDistanceSliced } from '#core/measures/kernels/energy-distance'
import { kernelStein } from '#core/measures/kernels/kernel-stein'
import { mmd } from '#core/measures/kernels/mmd'
import { gaussianKernel, medianDistance } from '#core/measures/kernels/radial'
import { type Directions, evenDirections } from '#core/measures/samples/directions'
import type { Points } from '#core/measures/samples/points'
import { type SortedProjections, sortedProjections } from '#core/measures/samples/projections'
import { frechet } from '#core/measures/transport/frechet'
import { momentsOf } from '#core/measures/transport/moments'
import { sinkhornDivergence } from '#core/measures/transport/sinkhorn'
import { slicedW2 } from '#core/measures/transport/sliced-wasserstein'
import { transportOfSorted } from '#core/measures/transport/wasserstein-1d'
import type { DistanceName } from '#core/protocol/distances'

/** grad log p_t at points [n, d] */
export type ScoreOf = (points: Float64Array) => Float64Array

/** A sample, and what several distances make of it once. */
export class Sample {
  private lines: SortedProjections | null = null

  constructor(
    readonly points: Points,
    readonly directions: Directions,
  ) {}

  get sorted(): SortedProjections {
    this.lines ??= sortedProjections(this.points, this.directions)
    return this.lines
  }

  get first(): Float64Array {
    const { values, dimension } = this.points
    return Float64Array.from({ length: values.length / dimension }, (_, i) => values[i * dimension]!)
  }
}

/** A distance between samples, and how many points of them it takes for about fifty moments within a second or two. */
export interface Judge {
  readonly points: number
  /** `exact` is the sample that is known to be from p_t, whose score is given. */
  readonly between: (sample: Sample, exact: Sample, score: ScoreOf) => number
}

export const directionCount = 32

export function sampleOf(points: Points): Sample {
  return new Sample(points, evenDirections(points.dimension, directionCount))
}

export const judges: Readonly<Record<DistanceName, Judge>> = {
  'sliced-w2': { points: 2000, between: (x, y) => slicedW2(x.sorted, y.sorted) },
  'sliced-w1': {
    points: 2000,
    between: (x, y) =>
      x.sorted.reduce((sum, line, k) => sum + transportOfSorted(line, y.sorted[k]!, 1), 0) / x.sorted.length,
  },
  energy: {
    points: 1000,
    between: (x, y) => Math.sqrt(energyDistanceSliced(x.points, y.points, x.directions).biased),
  },
  mmd: {
    points: 300,
    between: (x, y) => {
      const kernel = gaussianKernel(medianDistance(y.points, y.points, 200))
      return Math.sqrt(mmd(x.points, y.points, kernel).biased)
    },
  },
  sinkhorn: {
    points: 150,
    between: (x, y) => {
      const { covariance } = momentsOf(y.points)
      const epsilon = 0.05 * covariance.reduce((sum, row, j) => sum + row[j]!, 0)
      return Math.sqrt(Math.max(0, sinkhornDivergence(x.points, y.points, { epsilon, tolerance: 1e-4 })))
    },
  },
  frechet: {
    points: 2000,
    between: (x, y) => Math.sqrt(frechet(momentsOf(x.points), momentsOf(y.points))),
  },
  'kolmogorov-smirnov': {
    points: 2000,
    between: (x, y) => kolmogorovSmirnovOfTwo(x.first, y.first).statistic,
  },
  'cramer-von-mises': {
    points: 2000,
    between: (x, y) => cramerVonMisesOfTwo(x.first, y.first).statistic,
  },
  'kernel-stein': {
    points: 300,
    between: (x, _, score) =>
      Math.sqrt(kernelStein(x.points, score(Float64Array.from(x.points.values))).biased),
  },
}
