import { cramerVonMisesOfSorted } from '#core/measures/fit/cramer-von-mises'
import { type CellGrid, histogram, klOfCounts } from '#core/measures/fit/kl-grid'
import { kolmogorovSmirnovOfSorted } from '#core/measures/fit/kolmogorov-smirnov'
import { energyOfSorted } from '#core/measures/kernels/energy-distance'
import { kernelStein } from '#core/measures/kernels/kernel-stein'
import { frechet } from '#core/measures/transport/frechet'
import { type Potentials, sinkhorn, sinkhornSelf } from '#core/measures/transport/sinkhorn'
import { slicedW2 } from '#core/measures/transport/sliced-wasserstein'
import { transportOfSorted } from '#core/measures/transport/wasserstein-1d'
import type { DistanceName } from '#core/protocol/distances'
import { mmdBetween } from './mmd-between'
import type { Sample } from './sample'

/** What is known of p_t at one moment, whatever is compared there. */
export interface Moment {
  /** Exact draws of p_t: they set the width of kernels and the entropy of transport */
  readonly reference: Sample
  /** grad log p_t at points [n, d] */
  readonly score: (points: Float64Array) => Float64Array
  /** Shares of p_t in the cells of a grid */
  readonly cells: () => { readonly grid: CellGrid; readonly shares: Float64Array }
  /** Potentials of the moment before, by the names of two samples */
  readonly warm: Map<string, Potentials>
}

/** A distance between samples, and how many points of them it takes for a moment within some hundredths of a second. */
export interface Judge {
  readonly points: number
  /** The same in three dimensions, where that asks for more work */
  readonly pointsInSpace?: number
  /** Exact draws that shares of cells are counted from */
  readonly draws?: number
  readonly between: (sample: Sample, exact: Sample, moment: Moment) => number
}

export const judges: Readonly<Record<DistanceName, Judge>> = {
  'sliced-w2': { points: 5000, between: (x, y) => slicedW2(x.sorted, y.sorted) },
  'sliced-w1': {
    points: 5000,
    between: (x, y) =>
      x.sorted.reduce((sum, line, k) => sum + transportOfSorted(line, y.sorted[k]!, 1), 0) / x.sorted.length,
  },
  energy: {
    points: 5000,
    between: (x, y) => Math.sqrt(energyOfSorted(x.sorted, y.sorted, x.points.dimension).biased),
  },
  mmd: { points: 5000, pointsInSpace: 400, between: mmdBetween },
  sinkhorn: { points: 500, between: sinkhornBetween },
  frechet: { points: 10_000, between: (x, y) => Math.sqrt(frechet(x.moments, y.moments)) },
  'kl-grid': {
    points: 10_000,
    draws: 200_000,
    between(x, _, moment) {
      const { grid, shares } = moment.cells()
      return klOfCounts(histogram(x.points, grid), shares, x.count)
    },
  },
  'kolmogorov-smirnov': {
    points: 10_000,
    between: (x, y) => kolmogorovSmirnovOfSorted(x.first, y.first).statistic,
  },
  'cramer-von-mises': {
    points: 10_000,
    between: (x, y) => cramerVonMisesOfSorted(x.first, y.first).statistic,
  },
  'kernel-stein': {
    points: 1500,
    between: (x, _, moment) =>
      x.once('stein', () =>
        Math.sqrt(kernelStein(x.points, moment.score(Float64Array.from(x.points.values))).biased),
      ),
  },
}

/** Marginals right to this leave an error of the divergence far below what exact draws differ by. */
const TOLERANCE = 1e-3

function sinkhornBetween(x: Sample, y: Sample, { reference, warm }: Moment): number {
  const { covariance } = reference.moments
  const epsilon = 0.05 * covariance.reduce((sum, row, j) => sum + row[j]!, 0)
  const options = { epsilon, tolerance: TOLERANCE }
  const key = `${x.name} ${y.name}`
  const found = sinkhorn(x.points, y.points, { ...options, from: warm.get(key) })
  warm.set(key, found)
  const self = (of: Sample): number =>
    of.once(`self ${epsilon}`, () => sinkhornSelf(of.points, { ...options, tolerance: 1e-6 }))
  return Math.sqrt(Math.max(0, found.dual - 0.5 * self(x) - 0.5 * self(y)))
}
