import { expect, it } from 'vitest'
import { catalog } from '#core/catalog/index'
import { withDefaults } from '#core/params/defaults'
import {
  consistencyDistillation,
  type EvaluatedNetwork,
} from '#core/learning/distillation/consistency-distillation'
import { jumpMeter } from '#core/learning/distillation/jump-meter'
import { consistencyFunction } from '#core/learning/distillation/consistency-function'
import { noisyRows } from '#core/learning/losses/rows'
import type { Architecture } from '#core/learning/network/architecture'
import { scoreFromOutput } from '#core/learning/network/parametrisation'
import { vpLinear } from '#core/processes/vp-linear'

const process = vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' }))
const variance = 1.6
const architecture: Architecture = {
  dimension: 1,
  width: 4,
  depth: 1,
  activation: 'silu',
  time: 'log-snr',
  frequencies: 1,
  preconditioning: 'edm',
  predicts: 'noise',
  dataVariance: variance,
}
/** With raw output 0 the preconditioned score is that of N(0, variance) exactly. */
const gaussian: EvaluatedNetwork = { architecture, forward: (out) => void out.fill(0) }

it('goes one rung down the flow of a Gaussian, and asks the student for what stands there', () => {
  const errors = [20, 40].map((rungs) => {
    const { loss, levels } = consistencyDistillation(architecture, process, gaussian, gaussian, rungs)
    const t = Float64Array.from({ length: rungs - 1 }, (_, n) => levels((n + 0.5) / (rungs - 1)))
    const rows = noisyRows(
      process,
      1,
      t.map(() => 0.8),
      t.map((_, n) => Math.cos(n)),
      t,
    )
    const { targets, weights } = loss.batch(rows, 0)
    const ratio = (time: number): number => process.sigma(time) / process.alpha(time)
    const epsilon = ratio(process.tMin)
    let worst = 0
    for (let n = 0; n < t.length; n++) {
      const [alpha, sigma, x] = [rows.alpha[n]!, rows.sigma[n]!, rows.x[n]!]
      const own = scoreFromOutput(architecture, alpha, sigma)
      const f = consistencyFunction(alpha, sigma, epsilon)
      expect(weights[n]! / (f.onScore * own.onScore) ** 2).toBeCloseTo(1, 12)
      const asked = f.onState * x + f.onScore * (own.onState * x + own.onScore * targets[n]!)
      // The flow of a Gaussian scales x / alpha with the deviation; then f at the lower rung, from its definition.
      const [here, below] = [ratio(t[n]!), n === 0 ? epsilon : ratio(t[n - 1]!)]
      const moved = (x / alpha) * Math.sqrt((variance + below ** 2) / (variance + here ** 2))
      const expected = moved - below * (below - epsilon) * (moved / (variance + below ** 2))
      worst = Math.max(worst, Math.abs(asked - expected) / (Math.abs(x / alpha) + 1e-9))
    }
    return worst
  })
  // One Heun step has an error of third order.
  expect(errors[0]!).toBeLessThan(0.02)
  expect(errors[0]! / errors[1]!).toBeGreaterThan(5)
})

it('is x / alpha at the data’s end, whatever the network says', () => {
  const { onState, onScore } = consistencyFunction(0.5, 0.1, 0.2)
  expect(onState).toBe(2)
  expect(onScore).toBe(0)
})

it('measures a jump against the flow of a Gaussian, which is known', () => {
  const data = catalog.data
    .find(({ kind }) => kind === 'mixture')!
    .make({
      components: [{ weight: 1, mean: [0], cov: [[variance]] }],
    })
  const meter = jumpMeter(gaussian, data, process)
  const ratio = (time: number): number => process.sigma(time) / process.alpha(time)
  const epsilon = ratio(process.tMin)
  // Raw output 0: f(x) = (1 - r (r - epsilon) / (variance + r^2)) x / alpha where the flow leads to
  // sqrt((variance + epsilon^2) / (variance + r^2)) x / alpha, and E(x / alpha)^2 = variance + r^2.
  const { values, total } = meter.measure((out) => void out.fill(0))
  meter.logSnr.forEach((level, l) => {
    const r = ratio(process.tFromLogSnr(level))
    const jump = 1 - (r * (r - epsilon)) / (variance + r * r)
    const flow = Math.sqrt((variance + epsilon ** 2) / (variance + r * r))
    const expected = ((jump - flow) ** 2 * (variance + r * r)) / variance
    // The mean over the meter's own draws is within a third of the law's.
    expect(values[l]! / expected).toBeGreaterThan(0.67)
    expect(values[l]! / expected).toBeLessThan(1.5)
  })
  expect(total).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 12)
  // A student that jumps where the flow leads has no error but the integrator's.
  const perfect = meter.measure((out, inputs, n) => {
    const width = inputs.length / n
    for (let i = 0; i < n; i++) {
      const level = meter.logSnr[Math.floor((i * meter.logSnr.length) / n)]!
      const t = process.tFromLogSnr(level)
      const [alpha, sigma] = [process.alpha(t), process.sigma(t)]
      const own = scoreFromOutput(architecture, alpha, sigma)
      const { onScore } = consistencyFunction(alpha, sigma, epsilon)
      const r = sigma / alpha
      const x = inputs[i * width]! * Math.sqrt(alpha * alpha * variance + sigma * sigma)
      const wanted = (Math.sqrt((variance + epsilon ** 2) / (variance + r * r)) * x) / alpha
      out[i] = ((wanted - x / alpha) / onScore - own.onState * x) / own.onScore
    }
  })
  expect(perfect.total).toBeLessThan(1e-6)
  expect(perfect.total).toBeLessThan(1e-4 * total)
})
