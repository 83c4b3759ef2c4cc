import { expect, test } from 'vitest'
import { evolve } from '#core/densities/evolve'
import { fokkerPlanck, potentialFlow } from '#core/densities/problems/fokker-planck'
import { scaledClock } from '#core/densities/problems/scaled-family'
import { scaledFrame } from '#core/densities/problems/scaled-frame'
import { forwardPlan, reversePlan, scaledDensity } from '#core/densities/problems/scaled-run'
import { alternatingDirections } from '#core/densities/schemes/alternating-directions'
import { backwardEuler } from '#core/densities/schemes/backward-euler'
import { explicitEuler } from '#core/densities/schemes/explicit'
import { fluxLimited } from '#core/densities/schemes/flux-limited'
import { strang } from '#core/densities/schemes/strang'
import { compileSde } from '#core/densities/sde/sde'
import { closedEnds } from '#core/densities/transport'
import { totalVariation } from '#core/measures/grid/information'
import { cellSize, centrePoints, grid } from '#core/numeric/grids/grid'
import { vpLinear } from '#core/processes/vp-linear'
import { mixtureScore } from '#core/scores/mixture-score'
import { ring8 } from '#tests/golden/mixtures'
import { marches, orderInSpace, orderInTime } from './measured-order'

/** What takes minutes: the facts of the schemes on grids as fine as the lab takes. Figures are printed to be cited. */
const tell = (what: string, value: number): void => console.log(`${what}: ${value.toPrecision(4)}`)
const square = (reach: number, count: number) => {
  const axis = { low: -reach, high: reach, count }
  return grid([axis, axis])
}
const even = (steps: number, dt: number): Float64Array =>
  Float64Array.from({ length: steps + 1 }, (_, k) => k * dt)

test.each(marches)('order of $name in space, to 256 x 256', (scheme) => {
  const order = orderInSpace(scheme, 2, [96, 160, 256])
  tell(`${scheme.name}, order in space`, order)
  expect(Math.abs(order - scheme.space)).toBeLessThan(0.1)
})

test.each(marches)('order of $name in time, 96 x 96', (scheme) => {
  const order = orderInTime(scheme, 2, Number.isFinite(scheme.scheme.stepBound(fine, 0)) ? 48 : 96)
  tell(`${scheme.name}, order in time`, order)
  expect(Math.abs(order - scheme.time)).toBeLessThan(0.1)
})
const fine = potentialFlow(square(2, 64), [closedEnds, closedEnds], () => 0, 1)

test('the stationary density of a gradient stands for 10 000 steps at 64 x 64', () => {
  const on = square(2, 64)
  const potential = (x: number, y: number): number => x ** 4 / 4 - (x * x) / 2 + 0.6 * y * y + 0.3 * x * y
  const problem = potentialFlow(on, [closedEnds, closedEnds], potential, 0.3)
  const points = centrePoints(on)
  const at = Float64Array.from({ length: 64 * 64 }, (_, i) =>
    Math.exp(-potential(points[2 * i]!, points[2 * i + 1]!) / 0.3),
  )
  const total = cellSize(on) * at.reduce((a, b) => a + b, 0)
  const stationary = at.map((value) => value / total)
  const most = Math.max(...stationary)
  for (const scheme of [backwardEuler, strang, alternatingDirections, explicitEuler]) {
    const dt = scheme === explicitEuler ? 0.9 * scheme.stepBound(problem, 0) : 0.01
    let end: Float64Array = stationary
    for (const { p } of scheme.run(problem, even(10_000, dt), { step: 0, t: 0, p: stationary })) end = p
    const off = end.reduce((far, value, i) => Math.max(far, Math.abs(value - stationary[i]!)), 0) / most
    tell(`${scheme.title}, 10 000 steps off rest`, off)
    expect(off).toBeLessThan(1e-12)
  }
})

test('512 x 512: mass to 1e-12, and no less than 0 from one full cell', () => {
  const on = square(3, 512)
  const swirl = compileSde({
    dimension: 2,
    interpretation: 'ito',
    drift: ['3 * y - x', '-3 * x - y'],
    diffusion: [
      ['0.4', '0'],
      ['0', '0.4'],
    ],
  })
  const problem = fokkerPlanck(on, [closedEnds, closedEnds], swirl)
  const spike = new Float64Array(512 * 512)
  spike[200 * 512 + 300] = 1 / cellSize(on)
  for (const scheme of [backwardEuler, strang, alternatingDirections, explicitEuler, fluxLimited]) {
    const dt = scheme.facts.positive === 'always' ? 0.1 : 0.999 * scheme.stepBound(problem, 0)
    let [least, off] = [0, 0]
    for (const { p } of scheme.run(problem, even(30, dt), { step: 0, t: 0, p: spike })) {
      let sum = 0
      for (let i = 0; i < p.length; i++) {
        sum += p[i]!
        least = Math.min(least, p[i]!)
      }
      off = Math.max(off, Math.abs(sum * cellSize(on) - 1))
    }
    tell(`${scheme.title}, mass off at 512 x 512`, off)
    expect(least).toBeGreaterThanOrEqual(0)
    expect(off).toBeLessThan(1e-12)
  }
})

test('a ring of eight to the least noise: total variation at 256 x 256, both ways, and a quarter of it at 512 x 512', () => {
  const process = vpLinear.make({ betaMin: 0.1, betaMax: 20, tMin: 0.001 })
  const { scaleSquared, reach } = scaledFrame([-5.05, -5.05], [5.05, 5.05])
  const clock = scaledClock(process, scaleSquared)
  const times = Float64Array.from({ length: 91 }, (_, k) => (1 + (k / 90) * (Math.sqrt(0.001) - 1)) ** 2)
  const worst = (cells: number, forwards: boolean): number => {
    const visited = forwards ? times.slice().reverse() : times
    const run = {
      process,
      exact: mixtureScore(ring8),
      scaleSquared,
      grid: square(reach[0]!, cells),
      times: visited,
    }
    let most = 0
    for (const { step, p } of evolve(forwards ? forwardPlan(run) : reversePlan(run, 1)))
      if (step % 15 === 0)
        most = Math.max(
          most,
          totalVariation(p, scaledDensity(run, clock, clock.theta(visited[step]!)), run.grid),
        )
    tell(`ring of eight, ${cells} x ${cells}, ${forwards ? 'forwards' : 'backwards'}`, most)
    return most
  }
  const coarse = worst(256, false)
  expect(coarse).toBeLessThan(2e-3)
  expect(worst(256, true)).toBeLessThan(2e-3)
  expect(worst(512, false)).toBeLessThan(0.32 * coarse)
})
