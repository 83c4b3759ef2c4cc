import { describe, expect, it } from 'vitest'
import { distributionFromEnergy } from '#core/distributions/from-energy'
import { boxesScore } from '#core/scores/boxes-score'
import { linePosterior, posterior } from '#core/scores/energy-posterior'
import { scoreOfForm } from '#core/scores/exact'

/** Uniform on [-1, 1.013], whose right wall falls between nodes of every grid. */
const wall = 1.013
const walls = distributionFromEnergy(1, 3, (x) => (x > -1 && x < wall ? 0 : Infinity))
const box = boxesScore({
  form: 'boxes',
  dimension: 1,
  weights: Float64Array.of(1),
  low: Float64Array.of(-1),
  high: Float64Array.of(wall),
})
/** N(0, 1/400) in the plane: at 3 its weight is e^-1800, which is 0 as a number. */
const needle = distributionFromEnergy(2, 4, (x, y) => 200 * (x * x + y * y))

function scoreAt(data: typeof walls, alpha: number, sigma: number, x: readonly number[]): number[] {
  const out = new Float64Array(x.length)
  scoreOfForm(data.form)
    .at(alpha, sigma)
    .score(out, Float64Array.from(x), x.length / data.dimension)
  return [...out]
}

describe('score of an energy with hard walls', () => {
  it.each([
    [1, 1],
    [0.9, 0.3],
    [1, 0.05],
    [0.5, 0.02],
  ])('is that of a box at alpha %d, sigma %d, inside, at the wall and far outside', (alpha, sigma) => {
    const edge = alpha * wall
    const x = [
      0,
      0.4,
      edge - 2 * sigma,
      edge - 0.5 * sigma,
      edge,
      edge + 0.7 * sigma,
      edge + 4 * sigma,
      2.4,
      9,
    ]
    const exact = new Float64Array(x.length)
    box.at(alpha, sigma).score(exact, Float64Array.from(x), x.length)
    scoreAt(walls, alpha, sigma, x).forEach((s, i) => {
      // Sigma s, against 1 or its own size where that is larger
      const scale = Math.max(1, Math.abs(exact[i]! * sigma))
      expect(Math.abs(s - exact[i]!) * sigma).toBeLessThan(0.01 * scale)
    })
  })

  it('pulls to the nearest support however small the noise is', () => {
    for (const sigma of [0.05, 0.01, 0.002, 0.0002]) {
      const [s = 0] = scoreAt(walls, 1, sigma, [2])
      expect(Math.abs((s * sigma * sigma) / (wall - 2) - 1)).toBeLessThan(0.01)
    }
  })

  it('is 0 well inside however small the noise is', () => {
    for (const sigma of [0.05, 0.01, 0.002, 0.0002])
      expect(Math.abs(scoreAt(walls, 1, sigma, [0.4])[0]!)).toBeLessThan(1e-6)
  })

  it('finds the nearer of two parts with nothing between them', () => {
    const parts = distributionFromEnergy(1, 3, (x) => (Math.abs(Math.abs(x) - 1.5) < 0.5 ? 0 : Infinity))
    for (const sigma of [0.3, 0.1, 0.03, 0.003])
      for (const x of [0.4, -0.4]) {
        const [s = 0] = scoreAt(parts, 1, sigma, [x])
        // 0.6 to the wall, and one more boundary layer of sigma^2 / 0.6
        const expected = (0.6 + (sigma * sigma) / 0.6) / (sigma * sigma)
        expect(s * Math.sign(x)).toBeGreaterThan(0.9 * expected * (sigma < 0.2 ? 1 : 0.5))
        expect(s * Math.sign(x)).toBeLessThan(1.05 * expected)
      }
  })
})

describe('score of a steep smooth energy', () => {
  it.each([5, 0.5, 0.1, 0.03, 0.005])('is exact where the weights underflow, at sigma %d', (sigma) => {
    const x = [0.02, -0.03, 1, 0.5, 3, -2.5, 3.9, 3.9]
    scoreAt(needle, 1, sigma, x).forEach((s, i) => {
      const expected = -x[i]! / (1 / 400 + sigma * sigma)
      // At great noise the box [-4, 4] has no part in it; the smallest is reached by differences of the energy.
      expect(Math.abs(s - expected)).toBeLessThan(5e-3 * Math.abs(expected) + 1e-6)
    })
  })

  it('has a log density that belongs to its score below the finest grid', () => {
    const level = scoreOfForm(needle.form).at(1, 0.006)
    const h = 1e-5
    for (const [x, y] of [
      [0.05, 0.02],
      [-0.1, 0.08],
    ] as const) {
      const logs = new Float64Array(2)
      level.logDensity(logs, Float64Array.of(x + h, y, x - h, y), 2)
      const [s = 0] = scoreAt(needle, 1, 0.006, [x, y])
      expect(Math.abs((logs[0]! - logs[1]!) / (2 * h) / s - 1)).toBeLessThan(1e-3)
    }
  })
})

describe('sums about the posterior mode', () => {
  it('agree with plain sums over everything', () => {
    const n = 300
    const logs = Float64Array.from({ length: n }, (_, k) =>
      k % 17 === 0 ? -Infinity : -40 * Math.sin(k / 20) ** 2 - 2e-3 * (k - 150) ** 2,
    )
    const carried = Float64Array.from({ length: n }, (_, k) => Math.cos(k))
    const places = Float64Array.from({ length: 41 }, (_, i) => -6 + 0.3 * i)
    for (const [alpha, sigma] of [
      [1, 0.05],
      [0.7, 0.3],
      [0.2, 2],
      [0, 1],
    ] as const) {
      const noise = { low: -3, spacing: 0.02, alpha, sigma }
      const found = linePosterior(places.length)
      posterior(found, places, logs, carried, noise)
      places.forEach((x, i) => {
        const exponents = logs.map(
          (value, k) => value - 0.5 * ((x - alpha * (noise.low + k * noise.spacing)) / sigma) ** 2,
        )
        const top = Math.max(...exponents)
        let sum = 0
        let mean = 0
        let other = 0
        exponents.forEach((e, k) => {
          const w = Math.exp(e - top)
          sum += w
          mean += w * (noise.low + k * noise.spacing)
          other += w * carried[k]!
        })
        expect(Math.abs(found.logSum[i]! - top - Math.log(sum))).toBeLessThan(1e-9)
        expect(Math.abs(found.mean[i]! - mean / sum)).toBeLessThan(1e-9)
        expect(Math.abs(found.carried[i]! - other / sum)).toBeLessThan(1e-9)
      })
    }
  })
})

describe('draws of an energy', () => {
  it('come from exp(-U) itself, also where it is narrower than the cells', () => {
    const narrow = distributionFromEnergy(1, 1, (x) => (x * x) / (2 * 0.05 ** 2))
    const n = 100_000
    const x = new Float64Array(n)
    narrow.sample(x, 3, 0)
    const variance = x.reduce((sum, v) => sum + v * v, 0) / n
    // Uniform places in cells of 0.04 would add 0.04^2 / 12, 5 %.
    expect(Math.abs(variance / 0.05 ** 2 - 1)).toBeLessThan(5 * Math.sqrt(2 / n))
  })

  it('stay inside hard walls and are uniform up to them', () => {
    const n = 50_000
    const x = new Float64Array(n)
    walls.sample(x, 5, 0)
    x.sort()
    expect(x[0]).toBeGreaterThan(-1)
    expect(x[n - 1]).toBeLessThan(wall)
    let worst = 0
    x.forEach((v, i) => (worst = Math.max(worst, Math.abs((v + 1) / (1 + wall) - (i + 0.5) / n))))
    // Kolmogorov: P(sqrt(n) D > 2.2) = 1e-4
    expect(worst * Math.sqrt(n)).toBeLessThan(2.2)
  })

  it('do not depend on how the particles are split', () => {
    const whole = new Float64Array(400)
    needle.sample(whole, 1, 0)
    const part = new Float64Array(200)
    needle.sample(part, 1, 100)
    expect([...part]).toEqual([...whole.slice(200)])
  })
})
