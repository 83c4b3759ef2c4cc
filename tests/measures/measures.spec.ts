import { describe, expect, test } from 'vitest'
import { distributionFromMixture } from '#core/distributions/from-mixture'
import { mixtureForm } from '#core/distributions/mixture-form'
import { cramerVonMises, cramerVonMisesOfTwo, cramerVonMisesTail } from '#core/measures/fit/cramer-von-mises'
import { histogram, klFloor, klOfCounts, klOnGrid } from '#core/measures/fit/kl-grid'
import {
  kolmogorovSmirnov,
  kolmogorovSmirnovOfTwo,
  kolmogorovTail,
} from '#core/measures/fit/kolmogorov-smirnov'
import {
  coverage,
  modeWeights,
  shareDeviations,
  totalVariation,
  totalVariationFloor,
} from '#core/measures/fit/modes'
import { dataFloor, FloorCache, floorOf } from '#core/measures/floor'
import { energyDistance, energyDistanceSliced } from '#core/measures/kernels/energy-distance'
import { kernelStein } from '#core/measures/kernels/kernel-stein'
import { mmd, mmdInBlocks } from '#core/measures/kernels/mmd'
import { characteristic, gaussianSpectrum, insideOf, mmdOfSpectra } from '#core/measures/kernels/mmd-spectral'
import { gaussianKernel } from '#core/measures/kernels/radial'
import { evenDirections, seededDirections } from '#core/measures/samples/directions'
import type { Points } from '#core/measures/samples/points'
import { sortRising } from '#core/measures/samples/sort'
import { exactWasserstein } from '#core/measures/transport/assignment'
import { frechet, gaussianKl } from '#core/measures/transport/frechet'
import { sinkhorn, sinkhornDivergence, sinkhornSelf } from '#core/measures/transport/sinkhorn'
import { slicedWasserstein } from '#core/measures/transport/sliced-wasserstein'
import { wasserstein1d } from '#core/measures/transport/wasserstein-1d'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { erf } from '#core/numeric/error-function'
import { mixtureScore } from '#core/scores/mixture-score'
import { ring8 } from '#tests/golden/mixtures'

function normals(n: number, seed: number, dimension: 1 | 2 | 3 = 1): Float64Array {
  const out = new Float64Array(n * dimension)
  fillNormals(out, dimension, seed, 0, streams.start, 0)
  return out
}
const points = (values: Float64Array, dimension: 1 | 2 | 3): Points => ({ values, dimension })
const ring = (n: number, seed: number): Points => {
  const values = new Float64Array(2 * n)
  distributionFromMixture(ring8).sample(values, seed, 0)
  return points(values, 2)
}
const normalCdf = (x: number): number =>
  x < 0 ? 0.5 * (1 - erf(-x / Math.SQRT2)) : 0.5 * (1 + erf(x / Math.SQRT2))

describe('sorting', () => {
  test('float32 by radix is the order of the numbers, with signs, zeros and ties', () => {
    const values = Float32Array.from(normals(5000, 1), (z, i) =>
      i % 7 === 0 ? 0 : z * 10 ** ((i % 60) - 30),
    )
    values[3] = -0
    values[4] = -Infinity
    values[5] = Infinity
    const expected = values.slice().sort()
    sortRising(values)
    expect(Array.from(values, (v) => v + 0)).toEqual(Array.from(expected, (v) => v + 0))
  })
})

describe('transport', () => {
  test('a shift moves W_p by itself, in one dimension and sliced', () => {
    const x = normals(500, 2)
    expect(
      wasserstein1d(
        x,
        x.map((v) => v + 0.75),
        1,
      ),
    ).toBeCloseTo(0.75, 12)
    expect(
      wasserstein1d(
        x,
        x.map((v) => v - 0.75),
        2,
      ),
    ).toBeCloseTo(0.75, 12)
    const cloud = points(normals(500, 3, 2), 2)
    const moved = points(cloud.values.map((v, i) => v + (i % 2 === 0 ? 3 : 4)) as Float64Array, 2)
    const { w2, w1 } = slicedWasserstein(cloud, moved, evenDirections(2, 64))
    // The mean of (5 cos)^2 is 25/2; of |5 cos| it is 10/pi.
    expect(w2).toBeCloseTo(5 / Math.SQRT2, 10)
    expect(w1).toBeCloseTo(10 / Math.PI, 3)
  })

  test('unequal numbers: every point twice changes nothing', () => {
    const x = normals(300, 4)
    const y = normals(170, 5)
    const twice = Float64Array.from([...y, ...y])
    expect(wasserstein1d(x, twice, 2)).toBeCloseTo(wasserstein1d(x, y, 2), 12)
  })

  test('the assignment is the least one: against all permutations of six points', () => {
    const x = points(normals(6, 6, 3), 3)
    const y = points(normals(6, 7, 3), 3)
    const cost = (order: readonly number[]): number =>
      order.reduce(
        (sum, j, i) =>
          sum + [0, 1, 2].reduce((s, k) => s + (x.values[3 * i + k]! - y.values[3 * j + k]!) ** 2, 0),
        0,
      )
    const all = (left: readonly number[]): number[][] =>
      left.length === 0
        ? [[]]
        : left.flatMap((j) => all(left.filter((other) => other !== j)).map((rest) => [j, ...rest]))
    const least = Math.min(...all([0, 1, 2, 3, 4, 5]).map(cost))
    expect(exactWasserstein(x, y, 2) ** 2 * 6).toBeCloseTo(least, 12)
  })

  test('the Sinkhorn divergence tends to W_2^2 as epsilon falls, is 0 for equal samples, and survives small epsilon', () => {
    const x = points(normals(60, 8, 2), 2)
    const y = points(
      normals(60, 9, 2).map((v) => 2 + 0.5 * v),
      2,
    )
    const exact = exactWasserstein(x, y, 2) ** 2
    const at = (epsilon: number): number => sinkhornDivergence(x, y, { epsilon })
    expect(Math.abs(at(0.02) / exact - 1)).toBeLessThan(0.01)
    expect(Math.abs(at(0.02) - exact)).toBeLessThan(Math.abs(at(2) - exact))
    expect(Math.abs(sinkhornDivergence(x, x, { epsilon: 0.1 }))).toBeLessThan(1e-9)
    expect(Number.isFinite(at(1e-4))).toBe(true)
  })

  test('Sinkhorn between far modes of unequal mass converges in tens of rounds, and from its own end in one', () => {
    const cluster = (from: number, seed: number): Points =>
      points(
        normals(200, seed, 2).map((z, i) => 0.3 * z + (i % 2 === 0 && i < from ? 6 : 0)),
        2,
      )
    const [x, y] = [cluster(180, 3), cluster(220, 4)]
    const options = { epsilon: 0.5, tolerance: 1e-9 }
    const found = sinkhorn(x, y, options)
    expect(found.marginalError).toBeLessThan(1e-9)
    // Plain steps need more than two thousand here.
    expect(found.rounds).toBeLessThan(200)
    expect(sinkhorn(x, y, { ...options, from: found }).rounds).toBeLessThan(10)
    expect(sinkhornSelf(x, { epsilon: 0.5 })).toBeCloseTo(sinkhorn(x, x, options).dual, 8)
  })

  test('Fréchet and KL of Gaussians with known answers', () => {
    const a = {
      mean: [0, 0],
      covariance: [
        [1, 0],
        [0, 4],
      ],
    }
    const b = {
      mean: [3, 4],
      covariance: [
        [4, 0],
        [0, 1],
      ],
    }
    expect(frechet(a, b)).toBeCloseTo(25 + 1 + 1, 12)
    expect(gaussianKl(a, b)).toBeCloseTo(0.5 * (0.25 + 4 - 2 + 9 / 4 + 16), 12)
    expect(gaussianKl(a, a)).toBeCloseTo(0, 12)
  })
})

describe('kernels', () => {
  test('sliced energy distance equals the plain one within what it states, on the plane and in space', () => {
    for (const d of [2, 3] as const) {
      const x = points(normals(400, 10, d), d)
      const y = points(
        normals(300, 11, d).map((v) => v + 0.5),
        d,
      )
      const gap = Math.abs(
        energyDistance(x, y).unbiased - energyDistanceSliced(x, y, evenDirections(d, 256)).unbiased,
      )
      expect(gap).toBeLessThan(d === 2 ? 5e-5 : 5e-3)
    }
  })

  test('energy distance of two Gaussians: its closed form', () => {
    // E|N(m, 2)| with m = 1: 2 phi-form; E|X - X'| = 2/sqrt(pi).
    const s = Math.SQRT2
    const between = s * Math.sqrt(2 / Math.PI) * Math.exp(-1 / 4) + 1 * (2 * normalCdf(1 / s) - 1)
    const exact = 2 * between - 2 * (2 / Math.sqrt(Math.PI))
    const n = 20_000
    const found = energyDistanceSliced(
      points(normals(n, 12), 1),
      points(
        normals(n, 13).map((v) => v + 1),
        1,
      ),
      evenDirections(1, 1),
    ).unbiased
    expect(Math.abs(found / exact - 1)).toBeLessThan(0.05)
  })

  test('MMD by the spectrum of its kernel is that of all pairs, in every dimension and for every width', () => {
    for (const d of [1, 2, 3] as const)
      for (const h of d === 3 ? [1.5] : [0.3, 1.5]) {
        const x = points(normals(300, 14, d), d)
        const y = points(
          normals(200, 15, d).map((v) => 0.3 + 1.3 * v),
          d,
        )
        const plain = mmd(x, y, gaussianKernel(h))
        const spectrum = gaussianSpectrum(h, new Array<number>(d).fill(0.1), new Array<number>(d).fill(6))
        expect(insideOf(x, spectrum) && insideOf(y, spectrum)).toBe(true)
        const [a, b] = [characteristic(x, spectrum), characteristic(y, spectrum)]
        const found = mmdOfSpectra(a, b, spectrum)
        expect(Math.abs(found.biased - plain.biased)).toBeLessThan(1e-9)
        expect(Math.abs(found.unbiased - plain.unbiased)).toBeLessThan(1e-9)
        // A box that the points do not fit in folds far pairs onto near ones, and says so.
        const tight = gaussianSpectrum(h, new Array<number>(d).fill(0), new Array<number>(d).fill(0.5))
        expect(insideOf(x, tight)).toBe(false)
      }
  })

  test('MMD in blocks is the plain one on average, within its own standard error', () => {
    const x = points(normals(2048, 14, 2), 2)
    const y = points(
      normals(2048, 15, 2).map((v) => v * 1.3),
      2,
    )
    const kernel = gaussianKernel(1)
    const blocks = mmdInBlocks(x, y, kernel)
    expect(Math.abs(blocks.unbiased - mmd(x, y, kernel).unbiased)).toBeLessThan(4 * blocks.error)
    expect(blocks.unbiased).toBeGreaterThan(3 * blocks.error)
  })

  test('the kernel Stein discrepancy is 0 for its own density and sees a wrong width', () => {
    const level = mixtureScore(ring8).at(1, 1e-6)
    const of = (sample: Points): number => {
      const score = new Float64Array(sample.values.length)
      level.score(score, Float64Array.from(sample.values), score.length / 2)
      return kernelStein(sample, score).unbiased
    }
    const own = [1, 2, 3, 4].map((seed) => of(ring(500, seed)))
    const form = mixtureForm(
      Array.from({ length: 8 }, (_, k) => ({
        weight: 1,
        mean: [4 * Math.cos((k * Math.PI) / 4), 4 * Math.sin((k * Math.PI) / 4)],
        cov: [
          [0.2, 0],
          [0, 0.2],
        ],
      })),
    )
    const wide = new Float64Array(1000)
    distributionFromMixture(form).sample(wide, 1, 0)
    expect(Math.abs(own.reduce((a, b) => a + b) / 4)).toBeLessThan(0.02)
    expect(of(points(wide, 2))).toBeGreaterThan(5 * Math.max(...own.map(Math.abs)))
  })
})

describe('tests of fit', () => {
  test('tails of the limits at the tabulated critical values', () => {
    // Kolmogorov: 1.2238, 1.3581, 1.6276 at 10, 5, 1 %; Cramér–von Mises: Csörgő & Faraway, table 1.
    for (const [x, p] of [
      [1.2238, 0.1],
      [1.3581, 0.05],
      [1.6276, 0.01],
      [0.8276, 0.5],
    ] as const)
      expect(kolmogorovTail(x)).toBeCloseTo(p, 4)
    for (const [x, p] of [
      [0.3473, 0.1],
      [0.46136, 0.05],
      [0.74346, 0.01],
      [1.16786, 0.001],
      [0.11888, 0.5],
    ] as const)
      expect(Math.abs(cramerVonMisesTail(x) / p - 1)).toBeLessThan(5e-4)
    expect(cramerVonMisesTail(2.0001) / cramerVonMisesTail(1.9999)).toBeCloseTo(1, 2)
    expect(kolmogorovTail(1.0001) / kolmogorovTail(0.9999)).toBeCloseTo(1, 2)
  })

  test('p-values are uniform for exact draws and vanish for a wrong deviation', () => {
    const p = Array.from({ length: 200 }, (_, seed) => {
      const x = normals(400, seed)
      return [kolmogorovSmirnov(x, normalCdf).pValue, cramerVonMises(x, normalCdf).pValue] as const
    })
    for (const which of [0, 1] as const) {
      const values = Float64Array.from(p, (pair) => pair[which])
      expect(kolmogorovSmirnov(values, (u) => u).pValue).toBeGreaterThan(1e-3)
    }
    const wrong = normals(20_000, 3).map((z) => 1.1 * z)
    expect(kolmogorovSmirnov(wrong, normalCdf).pValue).toBeLessThan(1e-8)
    expect(cramerVonMises(wrong, normalCdf).pValue).toBeLessThan(1e-8)
    const half = { x: wrong.slice(0, 10_000), y: normals(10_000, 77) }
    expect(kolmogorovSmirnovOfTwo(half.x, half.y).pValue).toBeLessThan(1e-3)
    expect(cramerVonMisesOfTwo(normals(500, 5), normals(700, 6)).pValue).toBeGreaterThan(1e-3)
  })

  test('KL on a grid: of two Gaussians, and of a histogram against its floor', () => {
    const grid = { counts: [400], low: [-8], high: [8] }
    const centres = Array.from({ length: 400 }, (_, i) => -8 + (i + 0.5) * 0.04)
    const p = centres.map((x) => Math.exp(-0.5 * x * x))
    const q = centres.map((x) => 7 * Math.exp(-0.5 * (x - 1) ** 2))
    expect(klOnGrid(p, q)).toBeCloseTo(0.5, 6)
    expect(klOnGrid([1, 1], [1, 0])).toBe(Infinity)
    const n = 20_000
    const mean = [1, 2, 3, 4].reduce(
      (sum, seed) => sum + klOnGrid(histogram(points(normals(n, seed), 1), grid), p) / 4,
      0,
    )
    const held = p.map((v) => (v * n * 0.04) / Math.sqrt(2 * Math.PI))
    // Cells that expect far less than one draw take part in part only, so the floor is an upper estimate.
    expect(mean).toBeLessThan(1.1 * klFloor(held, n))
    expect(mean).toBeGreaterThan(0.4 * klFloor(held, n))
    // With cells that expect less than a draw as one, the floor is right to the cells' own chance.
    const shares = p.map((v) => (v * 0.04) / Math.sqrt(2 * Math.PI))
    const pooled = [1, 2, 3, 4].map((seed) =>
      klOfCounts(histogram(points(normals(n, seed), 1), grid), shares, n),
    )
    const kept = shares.filter((share) => share * n >= 1)
    expect(pooled.reduce((a, b) => a + b) / 4 / klFloor([...kept, 1 / n], n)).toBeCloseTo(1, 0)
    // All of it where nothing is expected: finite, and large.
    expect(klOfCounts(new Float64Array(400), shares, n)).toBeGreaterThan(5)
    expect(klOfCounts(new Float64Array(400), shares, n)).toBeLessThan(Infinity)
    expect(histogram(points(Float64Array.of(9, 0.5, -9, 0.5, NaN), 1), grid).reduce((a, b) => a + b)).toBe(2)
  })

  test('mode weights, coverage and their floor', () => {
    const modes = Array.from({ length: 8 }, (_, k) => [
      4 * Math.cos((k * Math.PI) / 4),
      4 * Math.sin((k * Math.PI) / 4),
    ])
    const exact = new Float64Array(8).fill(1 / 8)
    const gaps = [1, 2, 3, 4, 5, 6].map((seed) => totalVariation(modeWeights(ring(4000, seed), modes), exact))
    const mean = gaps.reduce((a, b) => a + b) / 6
    expect(mean / totalVariationFloor(exact, 4000)).toBeGreaterThan(0.6)
    expect(mean / totalVariationFloor(exact, 4000)).toBeLessThan(1.5)
    // All shares of twelve samples in units of their deviations: 96 squares with mean 1 each.
    const deviations = shareDeviations(exact, 4000)
    const squares = Array.from({ length: 12 }, (_, seed) => modeWeights(ring(4000, 20 + seed), modes))
      .flatMap((found) => [...found].map((share, k) => ((share - exact[k]!) / deviations[k]!) ** 2))
      .reduce((a, b) => a + b)
    expect(squares / 96).toBeGreaterThan(0.6)
    expect(squares / 96).toBeLessThan(1.5)
    const { values } = ring(4000, 1)
    // Without the modes of the left half-plane three of eight are lost.
    const right = points(
      Float64Array.from(values).filter((_, i) => values[i - (i % 2)]! > -1),
      2,
    )
    const found = modeWeights(right, modes)
    expect(coverage(found, exact)).toBe(5 / 8)
    expect(totalVariation(found, exact)).toBeGreaterThan(0.3)
  })
})

describe('the floor of data against data', () => {
  test('is the same for the same seeds, shrinks with n, and is kept', () => {
    const measure = (x: Points, y: Points): number => slicedWasserstein(x, y, evenDirections(2, 16)).w2
    const floor = dataFloor(measure, (seed) => ring(500, seed), 10)
    expect(dataFloor(measure, (seed) => ring(500, seed), 10)).toEqual(floor)
    expect(floor.quantile).toBeGreaterThan(floor.mean)
    const larger = dataFloor(measure, (seed) => ring(4500, seed), 10)
    expect(floor.mean / larger.mean).toBeGreaterThan(2)
    let made = 0
    const cache = new FloorCache(2)
    const get = (key: string) => cache.get(key, () => ({ ...floorOf([++made]) }))
    get('a')
    get('a')
    get('b')
    expect(made).toBe(2)
    get('c')
    get('a')
    expect(made).toBe(4)
  })

  test('quantile between order statistics', () => {
    expect(floorOf([1, 2, 3, 4, 5]).quantile).toBeCloseTo(4.8, 12)
  })

  test('seeded directions are unit vectors and repeat', () => {
    const a = seededDirections(3, 10, 5)
    expect(seededDirections(3, 10, 5)).toEqual(a)
    for (let k = 0; k < 10; k++) expect(Math.hypot(...a.values.slice(3 * k, 3 * k + 3))).toBeCloseTo(1, 12)
  })
})
