import { expect, test } from 'vitest'
import { mergingSignal } from '#core/densities/closed-forms/merging'
import { evolve } from '#core/densities/evolve'
import { scaledClock } from '#core/densities/problems/scaled-family'
import { forwardPlan, type ScaledRun } from '#core/densities/problems/scaled-run'
import { grid } from '#core/numeric/grids/grid'
import { vpLinear } from '#core/processes/vp-linear'
import { mixtureScore } from '#core/scores/mixture-score'
import { mix1d } from '#tests/golden/mixtures'

const vp = vpLinear.make({ betaMin: 0.1, betaMax: 20, tMin: 0.001 })
const peaks = (p: Float64Array): number =>
  p.filter((value, i) => value > (p[i - 1] ?? 0) && value >= (p[i + 1] ?? 0) && value > 1e-6).length

test('experiment 1: the density has two peaks while alpha^2 > 4/19, on the grid as in the formula', () => {
  expect(mergingSignal(2, 0.5)).toBeCloseTo(4 / 19, 15)
  const run: ScaledRun = {
    process: vp,
    exact: mixtureScore(mix1d),
    scaleSquared: 4.25,
    // An odd number of cells has one in the middle, where the valley is.
    grid: grid([{ low: -6, high: 6, count: 1201 }]),
    times: Float64Array.from({ length: 301 }, (_, k) => 0.02 + 0.48 * (k / 300)),
  }
  const clock = scaledClock(vp, run.scaleSquared)
  let merged: number | null = null
  for (const { step, p } of evolve(forwardPlan(run))) {
    const t = clock.time(clock.theta(run.times[step]!))
    if (peaks(p) === 1) merged ??= vp.alpha(t) ** 2
    else expect(merged).toBeNull()
  }
  // Between the two times about it
  expect(Math.abs(merged! - 4 / 19)).toBeLessThan(0.004)
})
