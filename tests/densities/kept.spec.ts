import { expect, test } from 'vitest'
import { fokkerPlanck, potentialFlow } from '#core/densities/problems/fokker-planck'
import { forwardPlan, reversePlan, scaledDensity, type ScaledRun } from '#core/densities/problems/scaled-run'
import { scaledClock } from '#core/densities/problems/scaled-family'
import { scaledFrame } from '#core/densities/problems/scaled-frame'
import { alternatingDirections } from '#core/densities/schemes/alternating-directions'
import { backwardEuler } from '#core/densities/schemes/backward-euler'
import { explicitEuler } from '#core/densities/schemes/explicit'
import { fluxLimited } from '#core/densities/schemes/flux-limited'
import { positivityStatement } from '#core/densities/schemes/scheme'
import { strang } from '#core/densities/schemes/strang'
import { compileSde, type SdeFormulas } from '#core/densities/sde/sde'
import { simulate } from '#core/densities/sde/simulate'
import { stationaryDensity } from '#core/densities/sde/stationary'
import { gaussian } from '#core/densities/starts/gaussian'
import { closedEnds, type Transport } from '#core/densities/transport'
import { evolve } from '#core/densities/evolve'
import { chiSquare } from '#core/measures/grid/chi-square'
import { totalVariation } from '#core/measures/grid/information'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { cellSize, centrePoints, type Grid, grid } from '#core/numeric/grids/grid'
import { vpLinear } from '#core/processes/vp-linear'
import { mixtureScore } from '#core/scores/mixture-score'
import { aniso3, ring8 } from '#tests/golden/mixtures'

const even = (steps: number, horizon: number): Float64Array =>
  Float64Array.from({ length: steps + 1 }, (_, k) => (k * horizon) / steps)
const plane = (count: number, reach = 3): Grid => {
  const axis = { low: -reach, high: reach, count }
  return grid([axis, axis])
}
const mass = (p: Float64Array, on: Grid): number => cellSize(on) * p.reduce((a, b) => a + b, 0)
/** Largest difference over the largest value */
const relative = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0) / Math.max(...b)
const schemes = [backwardEuler, strang, alternatingDirections, explicitEuler]

test.each([1, 2] as const)('the stationary density of a gradient stands for 10 000 steps, %i-D', (d) => {
  const on = d === 1 ? grid([{ low: -2, high: 2, count: 128 }]) : plane(24, 2)
  const potential = (x: number, y: number): number =>
    x ** 4 / 4 - (x * x) / 2 + (d === 1 ? 0 : 0.6 * y * y + 0.3 * x * y)
  const problem = potentialFlow(on, d === 1 ? [closedEnds] : [closedEnds, closedEnds], potential, 0.3)
  const points = centrePoints(on)
  const at = Float64Array.from({ length: points.length / d }, (_, i) =>
    Math.exp(-potential(points[d * i]!, d === 1 ? 0 : points[2 * i + 1]!) / 0.3),
  )
  const total = mass(at, on)
  const stationary = at.map((value) => value / total)
  expect(relative(stationaryDensity(problem), stationary)).toBeLessThan(1e-8)
  for (const scheme of schemes) {
    const dt = scheme === explicitEuler ? 0.9 * scheme.stepBound(problem, 0) : 0.01
    let end: Float64Array = stationary
    for (const { p } of scheme.run(problem, even(10000, 10000 * dt), { step: 0, t: 0, p: stationary }))
      end = p
    expect(relative(end, stationary)).toBeLessThan(1e-12)
  }
})

/** One cell full and the others empty: the sharpest start there is */
function spike(on: Grid): Float64Array {
  const p = new Float64Array(on.axes[0].count ** 2)
  p[Math.floor(p.length / 2) + 7] = 1 / cellSize(on)
  return p
}
const swirl = compileSde({
  dimension: 2,
  interpretation: 'ito',
  drift: ['3 * y - x', '-3 * x - y'],
  diffusion: [
    ['0.4', '0'],
    ['0', '0.4'],
  ],
})

test('mass to 1e-12, and no less than 0 from a spike: always, or below the bound that is printed', () => {
  const on = plane(32)
  const problem = fokkerPlanck(on, [closedEnds, closedEnds], swirl)
  for (const scheme of [...schemes, fluxLimited]) {
    const bound = scheme.stepBound(problem, 0)
    const long = scheme.facts.positive === 'always' ? 1 : 0.999 * bound
    for (const dt of [long, long / 7]) {
      let least = 0
      let off = 0
      for (const { p } of scheme.run(problem, even(200, 200 * dt), { step: 0, t: 0, p: spike(on) })) {
        least = Math.min(least, ...p)
        off = Math.max(off, Math.abs(mass(p, on) - 1))
      }
      expect(least).toBeGreaterThanOrEqual(0)
      expect(off).toBeLessThan(1e-12)
    }
  }
  expect(positivityStatement(backwardEuler, problem, 0)).toBe(
    'Backward Euler keeps densities positive whatever the step.',
  )
  expect(positivityStatement(alternatingDirections, problem, 0)).toMatch(
    /^Crank–Nicolson keeps densities positive for steps up to 0\.0\d+\.$/,
  )
  // Beyond its bound Crank–Nicolson does undershoot, so the bound says something.
  let least = 0
  const far = 40 * alternatingDirections.stepBound(problem, 0)
  for (const { p } of alternatingDirections.run(problem, even(3, 3 * far), { step: 0, t: 0, p: spike(on) }))
    least = Math.min(least, ...p)
  expect(least).toBeLessThan(0)
})

const vp = vpLinear.make({ betaMin: 0.1, betaMax: 20, tMin: 0.001 })
const planar = (
  exact: ScaledRun['exact'],
  scaleSquared: number,
  from: number,
  to: number,
  steps: number,
): ScaledRun => ({
  process: vp,
  exact,
  scaleSquared,
  grid: plane(256, 5.5),
  times: Float64Array.from({ length: steps + 1 }, (_, k) => {
    const share = from > to ? (1 - k / steps) ** 2 : (k / steps) ** 2
    return Math.min(from, to) + Math.abs(from - to) * share
  }),
})

// Narrow modes are what cells find hard: in a window of the data's own deviation the ring ends 2.6 times as far off.
test.each([
  { name: 'three ellipses, forwards', form: aniso3, edge: 5, forwards: true },
  { name: 'a ring of eight, backwards', form: ring8, edge: 5.05, forwards: false },
])('256 x 256, $name: total variation to the closed form stays under 2e-3', ({ form, edge, forwards }) => {
  const { scaleSquared, reach } = scaledFrame([-edge, -edge], [edge, edge])
  const run = { ...planar(mixtureScore(form), scaleSquared, 1, 0.05, 40), grid: plane(256, reach[0]) }
  const clock = scaledClock(vp, run.scaleSquared)
  const times = forwards ? run.times.slice().reverse() : run.times
  let worst = 0
  for (const { step, p } of evolve(forwards ? forwardPlan({ ...run, times }) : reversePlan(run, 1))) {
    if (step % 10 > 0) continue
    const exact = scaledDensity(run, clock, clock.theta(times[step]!))
    worst = Math.max(worst, totalVariation(p, exact, run.grid))
  }
  expect(worst).toBeLessThan(2e-3)
})

test('particles of 500 exact steps against the grid at 256 x 256: chi-square within 99.9 %', () => {
  const run = planar(mixtureScore(aniso3), 1.9, 0.02, 0.5, 500)
  const clock = scaledClock(vp, run.scaleSquared)
  const plan = forwardPlan({ ...run, times: run.times.filter((_, k) => k % 10 === 0) })
  let p = plan.start
  for (const frame of evolve(plan)) p = frame.p
  const n = 20000
  const y = new Float64Array(2 * n)
  const z = new Float64Array(2 * n)
  drawn(y, clock.level(clock.theta(0.02)))
  for (let k = 0; k < 500; k++) {
    const step = clock.theta(run.times[k + 1]!) - clock.theta(run.times[k]!)
    fillNormals(z, 2, 21, 0, streams.independent, k)
    for (let i = 0; i < 2 * n; i++) y[i] = Math.exp(-step) * y[i]! + Math.sqrt(-Math.expm1(-2 * step)) * z[i]!
  }
  const found = chiSquare(y, p, run.grid)
  expect(found.degrees).toBeGreaterThan(100)
  expect(found.holds).toBe(true)
  // Planted: particles that got half of the noise's variance.
  expect(
    chiSquare(
      y.map((value) => 0.93 * value),
      p,
      run.grid,
    ).holds,
  ).toBe(false)
})

/** Draws of aniso3 at a level, component by component, from Cholesky's factors written out here */
function drawn(y: Float64Array, { alpha, sigma }: { alpha: number; sigma: number }): void {
  const n = y.length / 2
  const [z, e] = [new Float64Array(2 * n), new Float64Array(2 * n)]
  fillNormals(z, 2, 5, 0, streams.independent, 1000)
  fillNormals(e, 2, 5, 0, streams.independent, 1001)
  const parts = [
    { upTo: 0.5, m: [-2, 0.5], c: [0.701105197410941, 0.4368933215471374, 0.36139480258905915] },
    { upTo: 0.8, m: [1.5, 1.5], c: [0.21387952869405535, -0.21911571694759388, 0.3161204713059446] },
    { upTo: 1, m: [1, -2], c: [0.2464477447301299, 0.01752382540388927, 0.16355225526987024] },
  ]
  for (let i = 0; i < n; i++) {
    const u = ((i * 0.6180339887498949) % 1) + 0
    const { m, c } = parts.find(({ upTo }) => u < upTo)!
    const a = Math.sqrt(c[0]!)
    const b = c[1]! / a
    const x0 = m[0]! + a * z[2 * i]!
    const x1 = m[1]! + b * z[2 * i]! + Math.sqrt(c[2]! - b * b) * z[2 * i + 1]!
    y[2 * i] = alpha * x0 + sigma * e[2 * i]!
    y[2 * i + 1] = alpha * x1 + sigma * e[2 * i + 1]!
  }
}

const typed: SdeFormulas = {
  dimension: 2,
  interpretation: 'ito',
  drift: ['-x + y', '-x - y'],
  diffusion: [
    ['0.5 + 0.2 * x^2', '0.3'],
    ['0.4', '0.6'],
  ],
}
const gridOf = (formulas: SdeFormulas, on: Grid): Float64Array => {
  const problem: Transport = fokkerPlanck(on, [closedEnds, closedEnds], compileSde(formulas))
  let p = begin.averages(on)
  for (const state of backwardEuler.run(problem, even(200, 0.6), { step: 0, t: 0, p })) p = state.p
  return p.slice()
}
const begin = gaussian.make({ x: 0.6, y: 0.2, deviation: 0.4 })

test('typed equations: particles against grid, and three planted defects are caught', () => {
  const on = plane(128, 4)
  const x = new Float64Array(2 * 20000)
  begin.sample(x, on, 4, 0)
  let there: Float64Array = x
  for (const state of simulate(compileSde(typed), x, even(300, 0.6), 6)) there = state.x
  expect(chiSquare(there, gridOf(typed, on), on).holds).toBe(true)
  const defects: SdeFormulas[] = [
    // Stratonovich's drift in an Itô equation
    { ...typed, interpretation: 'stratonovich' },
    // the half of S S^T / 2 dropped
    { ...typed, diffusion: typed.diffusion.map((row) => row.map((entry) => `sqrt(2) * (${entry})`)) },
    // S transposed, which turns the cross term
    {
      ...typed,
      diffusion: [
        ['0.5 + 0.2 * x^2', '0.4'],
        ['0.3', '0.6'],
      ],
    },
    {
      ...typed,
      diffusion: [
        ['0.5 + 0.2 * x^2', '0.3'],
        ['-0.4', '0.6'],
      ],
    },
  ]
  const caught = defects.map((formulas) => !chiSquare(there, gridOf(formulas, on), on).holds)
  expect(caught).toEqual([true, true, true, true])
})
