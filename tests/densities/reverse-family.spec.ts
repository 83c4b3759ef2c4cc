import { expect, test } from 'vitest'
import { scaledClock, scaledReverse, slopesOfDensity } from '#core/densities/problems/scaled-family'
import { backwardEuler } from '#core/densities/schemes/backward-euler'
import { fluxLimited } from '#core/densities/schemes/flux-limited'
import { richardson } from '#core/densities/schemes/richardson'
import type { DensityRun } from '#core/densities/schemes/scheme'
import { atPoints, cellAverages } from '#core/numeric/grids/averages'
import { type Grid, grid, spacing } from '#core/numeric/grids/grid'
import { fitOrder } from '#core/numeric/order-fit'
import { vpLinear } from '#core/processes/vp-linear'
import { mixtureScore } from '#core/scores/mixture-score'
import { mix1d } from '#tests/golden/mixtures'
import { type Bump, density, noised } from './gaussians'

const process = vpLinear.make({ betaMin: 0.1, betaMax: 20, tMin: 0.001 })
const data: readonly Bump[] = [
  { weight: 0.5, mean: [-2], cov: [0.25] },
  { weight: 0.5, mean: [2], cov: [0.25] },
]
const variance = 4.25
const clock = scaledClock(process, variance)
const start = clock.theta(1)
const end = clock.theta(0.02)
const score = mixtureScore(mix1d)

const line = (n: number): Grid => grid([{ low: -6, high: 6, count: n }])
/** The density of y at theta, from the formulas of the mixture alone. */
const exact = (on: Grid, theta: number): Float64Array => {
  const alpha = Math.exp(-theta)
  const bumps = noised(data, alpha, 1 - variance * alpha * alpha)
  return cellAverages(
    on,
    atPoints(1, (y) => density(bumps, y)),
  )
}
const totalVariation = (a: Float64Array, b: Float64Array, on: Grid): number =>
  0.5 * spacing(on.axes[0]) * a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0)
const mass = (p: Float64Array, on: Grid): number => spacing(on.axes[0]) * p.reduce((a, b) => a + b, 0)
/** Rising times r = start - theta, closer together towards the data as theta's distance from log s shrinks. */
const graded = (steps: number): Float64Array => {
  const least = 0.5 * Math.log(variance)
  const ratio = Math.log((end - least) / (start - least))
  return Float64Array.from(
    { length: steps + 1 },
    (_, k) => (start - least) * -Math.expm1((ratio * k) / steps),
  )
}
function last(run: DensityRun): Float64Array {
  let p = new Float64Array(0)
  for (const state of run) p = state.p.slice()
  return p
}

test('the clock: y has unit variance, and theta runs at g^2 / 2 rho^2', () => {
  for (const t of [0.01, 0.1, 0.5, 0.9]) {
    const theta = clock.theta(t)
    const { alpha, sigma } = clock.level(theta)
    expect(alpha).toBeCloseTo(process.alpha(t) / clock.rho(t), 12)
    expect(sigma).toBeCloseTo(process.sigma(t) / clock.rho(t), 10)
    const rate = (clock.theta(t + 1e-5) - clock.theta(t - 1e-5)) / 2e-5
    expect(rate).toBeCloseTo(process.g2(t) / (2 * clock.rho(t) ** 2), 5)
  }
})

// Below, its order falls towards 1 with the noise, which is what limited fluxes are for.
test.each([0.5, 1, 2])(
  'lambda = %d: Chang-Cooper ends in the data with order 2, positive and with all mass',
  (lambda) => {
    const sizes = [64, 128, 256, 512]
    const errors = sizes.map((n) => {
      const on = line(n)
      const problem = scaledReverse(on, lambda, start, slopesOfDensity(on, clock, score))
      const p = last(
        richardson(backwardEuler).run(problem, graded(400), { step: 0, t: 0, p: exact(on, start) }),
      )
      expect(Math.abs(mass(p, on) - mass(exact(on, start), on))).toBeLessThan(1e-12)
      return totalVariation(p, exact(on, end), on)
    })
    expect(fitOrder(sizes, errors)?.order ?? 0).toBeGreaterThan(1.5)
  },
)

test.each([0, 0.05, 0.1, 0.19])(
  'lambda = %d: limited fluxes end in the data with order 2 in L1',
  (lambda) => {
    const sizes = [64, 128, 256, 512]
    const errors = sizes.map((n) => {
      const on = line(n)
      const problem = scaledReverse(on, lambda, start, slopesOfDensity(on, clock, score))
      let least = Infinity
      let p = new Float64Array(0)
      for (const state of fluxLimited.run(problem, graded(n), { step: 0, t: 0, p: exact(on, start) })) {
        p = state.p.slice()
        least = Math.min(least, ...p)
      }
      expect(least).toBeGreaterThanOrEqual(0)
      expect(Math.abs(mass(p, on) - mass(exact(on, start), on))).toBeLessThan(1e-12)
      return totalVariation(p, exact(on, end), on)
    })
    expect(fitOrder(sizes, errors)?.order ?? 0).toBeGreaterThan(1.5)
  },
)
