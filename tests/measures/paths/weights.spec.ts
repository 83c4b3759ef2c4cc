import { expect, test } from 'vitest'
import { compileSde, type SdeFormulas } from '#core/densities/sde/sde'
import { simulate } from '#core/densities/sde/simulate'
import { girsanovWeights, type WeightedState } from '#core/measures/paths/girsanov'
import { itoBench, meanOf } from '#core/measures/paths/ito-bench'
import { generatorMean, rateOfMean } from '#core/measures/paths/weak-form'
import {
  deviationOfWeights,
  reweighted,
  selfNormalised,
  weightSummary,
  type Estimate,
} from '#core/measures/paths/weights'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'

const ou: SdeFormulas = {
  dimension: 1,
  interpretation: 'ito',
  drift: ['-0.5 * x + shift'],
  diffusion: [['0.8']],
  parameters: { shift: 0 },
}
const even = (steps: number, horizon: number): Float64Array =>
  Float64Array.from({ length: steps + 1 }, (_, k) => (k * horizon) / steps)
const within = ({ value, error }: Estimate, exact: number, deviations = 4): void =>
  expect(Math.abs(value - exact)).toBeLessThan(deviations * error)

function lastOf(gamma: number, n = 20000, steps = 50, horizon = 1): WeightedState {
  const start = new Float64Array(n).fill(1)
  let last: WeightedState | null = null
  const paths = simulate(compileSde(ou), start, even(steps, horizon), 5)
  for (const state of girsanovWeights(paths, 1, 1, (out) => (out[0] = gamma))) last = state
  return last!
}

test('E Z = 1 within an error bar that is what theory says', () => {
  for (const gamma of [0.3, 0.8]) {
    const { logWeights } = lastOf(gamma)
    const { mean, effective, reliable } = weightSummary(logWeights)
    within(mean, 1)
    const theory = deviationOfWeights(gamma * gamma) / Math.sqrt(20000)
    expect(mean.error / theory).toBeGreaterThan(0.9)
    expect(mean.error / theory).toBeLessThan(1.1)
    expect(effective / (20000 * Math.exp(-gamma * gamma))).toBeGreaterThan(0.93)
    expect(effective / (20000 * Math.exp(-gamma * gamma))).toBeLessThan(1.07)
    expect(reliable).toBe(true)
  }
})

test('weights collapse, and the summary says that its error bar is not to be believed', () => {
  const summary = weightSummary(lastOf(5).logWeights)
  expect(summary.effective).toBeLessThan(100)
  expect(summary.reliable).toBe(false)
  // What is seen of the spread is a small part of what there is.
  expect(summary.mean.error / (deviationOfWeights(25) / Math.sqrt(20000))).toBeLessThan(0.5)
  expect(summary.largestShare).toBeGreaterThan(0.01)
})

test('expectations re-weighted to another drift agree with paths that have it', () => {
  const gamma = 0.6
  const { x, logWeights } = lastOf(gamma)
  const direct = compileSde({ ...ou, parameters: { shift: 0.8 * gamma } })
  let there: Float64Array = new Float64Array(0)
  for (const state of simulate(direct, new Float64Array(20000).fill(1), even(50, 1), 99)) there = state.x
  for (const f of [
    (v: number) => v,
    (v: number) => v * v,
    (v: number) => Math.cos(2 * v),
    (v: number) => +(v > 1),
  ]) {
    const expected = meanOf(there.map(f))
    for (const found of [reweighted(x.map(f), logWeights), selfNormalised(x.map(f), logWeights)])
      expect(Math.abs(found.value - expected.value)).toBeLessThan(4 * Math.hypot(found.error, expected.error))
    // Planted: Z without its compensator, and weights of the other sign.
    const wrong = logWeights.map((value) => -value)
    if (f(2) === 2) expect(Math.abs(reweighted(x.map(f), wrong).value - expected.value)).toBeGreaterThan(0.3)
  }
})

test('W less the integral of gamma is Brownian under the weights', () => {
  const n = 20000
  const start = new Float64Array(n).fill(1)
  const gamma = (x: number): number => 0.7 * Math.sin(x)
  const seen: { t: number; shifted: Float64Array; motion: Float64Array; weights: Float64Array }[] = []
  const paths = simulate(compileSde(ou), start, even(60, 1.2), 11)
  for (const { step, t, shifted, motion, logWeights } of girsanovWeights(paths, 1, 1, (out, x) => {
    out[0] = gamma(x[0]!)
  }))
    if (step === 30 || step === 60)
      seen.push({ t, shifted: shifted.slice(), motion: motion.slice(), weights: logWeights.slice() })
  const [half, whole] = seen as [(typeof seen)[0], (typeof seen)[0]]
  const at = (f: (i: number) => number): Estimate =>
    reweighted(
      Float64Array.from({ length: n }, (_, i) => f(i)),
      whole.weights,
    )
  within(
    at((i) => whole.shifted[i]!),
    0,
  )
  within(
    at((i) => whole.shifted[i]! ** 2),
    1.2,
  )
  within(
    at((i) => whole.shifted[i]! ** 4),
    3 * 1.2 ** 2,
  )
  within(
    at((i) => half.shifted[i]! * (whole.shifted[i]! - half.shifted[i]!)),
    0,
  )
  within(
    at((i) => (whole.shifted[i]! - half.shifted[i]!) ** 2),
    0.6,
  )
  // W itself is not.
  const unshifted = at((i) => whole.motion[i]!)
  expect(Math.abs(unshifted.value)).toBeGreaterThan(10 * unshifted.error)
})

const drawn = (n: number, dt: number) => (step: number) => {
  const z = new Float64Array(n)
  fillNormals(z, 1, 3, 0, streams.independent, step)
  return z.map((value) => Math.sqrt(dt) * value)
}

test('Itô’s integral: mean 0, isometry, quadratic variation, and half the bracket to the mid-point sum', () => {
  const [horizon, steps, n] = [1.5, 100, 20000]
  const bench = itoBench((w) => w, drawn(n, horizon / steps), horizon, steps)
  within(bench.left, 0)
  within(bench.square, (horizon * horizon * (1 - 1 / steps)) / 2)
  within(bench.energy, (horizon * horizon * (1 - 1 / steps)) / 2)
  within(bench.variation, horizon)
  within(bench.gap, horizon / 2)
  within(bench.middle, horizon / 2)
  // The mid-point sum of W dW is W^2 / 2 on every path, so its mean is far from 0.
  expect(Math.abs(bench.middle.value)).toBeGreaterThan(20 * bench.middle.error)
})

const planted: readonly [string, Partial<SdeFormulas>][] = [
  ['½ of the diffusion dropped', { diffusion: [['sqrt(2) * (0.4 + 0.2 * x^2)']] }],
  ['Stratonovich drift', { interpretation: 'stratonovich' }],
]

test('the weak form holds for particles, and planted defects break it', () => {
  const formulas: SdeFormulas = {
    dimension: 1,
    interpretation: 'ito',
    drift: ['-x'],
    diffusion: [['0.4 + 0.2 * x^2']],
  }
  const sde = compileSde(formulas)
  const n = 200000
  const dt = 0.01
  const phi = { value: (x: number): number => x * x + Math.sin(x) }
  const states: Float64Array[] = []
  for (const { x } of simulate(sde, new Float64Array(n).fill(1), Float64Array.of(0, 0.3, 0.3 + dt), 8))
    states.push(x.slice())
  const [, before, after] = states as [Float64Array, Float64Array, Float64Array]
  const rate = rateOfMean(phi, before, after, dt, 1)
  const gap = (of: SdeFormulas): number =>
    Math.abs(generatorMean(compileSde(of), phi, before, 0.3).value - rate.value) / rate.error
  expect(gap(formulas)).toBeLessThan(4)
  for (const [, change] of planted) expect(gap({ ...formulas, ...change })).toBeGreaterThan(5)
})

test('the weak form in the plane sees a cross term of the wrong sign', () => {
  const formulas: SdeFormulas = {
    dimension: 2,
    interpretation: 'ito',
    drift: ['-x', '-y'],
    diffusion: [
      ['1', '0'],
      ['0.9', '0.3'],
    ],
  }
  const n = 100000
  const phi = { value: (x: number, y: number): number => x * y }
  const states: Float64Array[] = []
  const start = new Float64Array(2 * n).fill(0.5)
  for (const { x } of simulate(compileSde(formulas), start, Float64Array.of(0, 0.2, 0.202), 8))
    states.push(x.slice())
  const rate = rateOfMean(phi, states[1]!, states[2]!, 0.002, 2)
  const gap = (of: SdeFormulas): number =>
    Math.abs(generatorMean(compileSde(of), phi, states[1]!, 0.2).value - rate.value) / rate.error
  expect(gap(formulas)).toBeLessThan(4)
  const turned = [
    ['1', '0'],
    ['-0.9', '0.3'],
  ]
  expect(gap({ ...formulas, diffusion: turned })).toBeGreaterThan(5)
})
