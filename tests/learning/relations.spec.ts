import { describe, expect, it } from 'vitest'
import { withDefaults } from '#core/params/defaults'
import { distributionFromMixture } from '#core/distributions/from-mixture'
import { mixtureForm } from '#core/distributions/mixture-form'
import { denoising, flowMatching } from '#core/learning/losses/denoising'
import { explicit } from '#core/learning/losses/explicit'
import { implicit, sliced } from '#core/learning/losses/implicit'
import type { Loss } from '#core/learning/losses/loss'
import { noisyRows, type NoisyRows } from '#core/learning/losses/rows'
import type { Architecture } from '#core/learning/network/architecture'
import { scoreFromOutput, inputScale } from '#core/learning/network/parametrisation'
import { Perceptron } from '#core/learning/network/perceptron'
import { lossAndGradient } from '#core/learning/training/reference-trainer'
import { rectifiedFlow } from '#core/processes/rectified-flow'
import { subVp } from '#core/processes/sub-vp'
import { edm } from '#core/processes/variance-exploding'
import { vpLinear } from '#core/processes/vp-linear'
import type { Process } from '#core/processes/process'
import { scoreOfForm } from '#core/scores/exact'
import { gaussHermite } from './gauss-hermite'
import { affineWeights } from './networks'

/** Gaussian data N(mean, cov) in the plane and an affine network: every loss is a polynomial, so quadrature is exact. */
const mean = [0.7, -0.4]
const cov = [
  [0.5, 0.2],
  [0.2, 0.3],
]
const data = distributionFromMixture(mixtureForm([{ weight: 1, mean, cov }]))
const exact = scoreOfForm(data.form)
const chol = [
  [Math.sqrt(0.5), 0],
  [0.2 / Math.sqrt(0.5), Math.sqrt(0.3 - 0.04 / 0.5)],
]
const matrix = [
  [-0.6, 0.35],
  [0.1, -1.2],
]
const shift = [0.3, -0.2]

const processes: readonly (readonly [string, Process])[] = [
  ['vp', vpLinear.make(withDefaults(vpLinear.params, { kind: 'vp-linear' }))],
  ['edm', edm.make(withDefaults(edm.params, { kind: 'edm' }))],
  ['sub-vp', subVp.make(withDefaults(subVp.params, { kind: 'sub-vp' }))],
  ['rectified', rectifiedFlow.make(withDefaults(rectifiedFlow.params, { kind: 'rectified-flow' }))],
]
const nets = [
  ['edm', 'noise'],
  ['plain', 'score'],
  ['plain', 'noise'],
  ['plain', 'x0'],
  ['plain', 'v'],
] as const
const cases = processes.flatMap(([name, process]) =>
  nets.flatMap(([preconditioning, predicts]) =>
    [2, 0.2, -1.5].map((ratio) => [name, preconditioning, predicts, ratio, process] as const),
  ),
)

/** All (x_0, eps) of a tensor rule of 3 nodes an axis: exact to degree 5 in each. */
function quadrature(process: Process, t: number): { rows: NoisyRows; shares: Float64Array } {
  const { nodes, weights } = gaussHermite(3)
  const [clean, noise, shares]: [number[], number[], number[]] = [[], [], []]
  for (const i of nodes.keys())
    for (const j of nodes.keys())
      for (const k of nodes.keys())
        for (const l of nodes.keys()) {
          const [a, b] = [nodes[i]!, nodes[j]!]
          clean.push(mean[0]! + chol[0]![0]! * a, mean[1]! + chol[1]![0]! * a + chol[1]![1]! * b)
          noise.push(nodes[k]!, nodes[l]!)
          shares.push(weights[i]! * weights[j]! * weights[k]! * weights[l]!)
        }
  const times = new Float64Array(shares.length).fill(t)
  const rows = noisyRows(process, 2, Float64Array.from(clean), Float64Array.from(noise), times)
  return { rows, shares: Float64Array.from(shares) }
}

/** A loss as the trainers compute it, rows weighed by quadrature. */
function valueOf(loss: Loss, network: Perceptron, rows: NoisyRows, shares: Float64Array): number {
  const batch = loss.batch(rows, 0)
  const by = (values: Float64Array): Float64Array => values.map((v, r) => v * shares[r]! * rows.count)
  return lossAndGradient(new Float64Array(network.weights.length), network, {
    ...batch,
    weights: by(batch.weights),
    ...(batch.constants === undefined ? {} : { constants: by(batch.constants) }),
    ...(batch.slopes === undefined ? {} : { slopes: { ...batch.slopes, weights: by(batch.slopes.weights) } }),
  })
}

/** From matrices alone: s_theta = G x + h, p_t = N(m, S). */
function closedForms(architecture: Architecture, alpha: number, sigma: number) {
  const { onState, onScore } = scoreFromOutput(architecture, alpha, sigma)
  const scale = inputScale(architecture, alpha, sigma)
  const g = matrix.map((row, i) => row.map((m, j) => onScore * scale * m + (i === j ? onState : 0)))
  const h = shift.map((b) => onScore * b)
  const m = mean.map((x) => alpha * x)
  const s = cov.map((row, i) => row.map((c, j) => alpha * alpha * c + (i === j ? sigma * sigma : 0)))
  const det = s[0]![0]! * s[1]![1]! - s[0]![1]! * s[1]![0]!
  const p = [
    [s[1]![1]! / det, -s[0]![1]! / det],
    [-s[1]![0]! / det, s[0]![0]! / det],
  ]
  /** E |A x + b|^2 */
  const second = (a: number[][], b: number[]): number => {
    let sum = 0
    for (let i = 0; i < 2; i++) {
      const centre = a[i]![0]! * m[0]! + a[i]![1]! * m[1]! + b[i]!
      sum += centre * centre
      for (let j = 0; j < 2; j++) for (let k = 0; k < 2; k++) sum += a[i]![j]! * s[j]![k]! * a[i]![k]!
    }
    return sum
  }
  const pm = p.map((row) => row[0]! * m[0]! + row[1]! * m[1]!)
  const gap = g.map((row, i) => row.map((v, j) => v + p[i]![j]!))
  const esm =
    0.5 *
    second(
      gap,
      h.map((b, i) => b - pm[i]!),
    )
  const information = p[0]![0]! + p[1]![1]!
  return { esm, ism: g[0]![0]! + g[1]![1]! + 0.5 * second(g, h), information }
}

describe.each(cases)(
  '%s process, %s %s network, at log(alpha/sigma) %f',
  (_, preconditioning, predicts, ratio, process) => {
    const architecture: Architecture = {
      dimension: 2,
      width: 2,
      depth: 1,
      activation: 'silu',
      time: 'log-snr',
      frequencies: 1,
      preconditioning,
      predicts,
      dataVariance: 0.4,
    }
    const network = new Perceptron(architecture, affineWeights(architecture, matrix, shift))
    const t = process.tFromLogSnr(2 * ratio)
    const [alpha, sigma] = [process.alpha(t), process.sigma(t)]
    const { rows, shares } = quadrature(process, t)
    const known = closedForms(architecture, alpha, sigma)
    const unit = { architecture, weighting: () => 1 }
    const value = (loss: Loss): number => valueOf(loss, network, rows, shares)
    const close = (a: number, b: number): void =>
      expect(Math.abs(a - b)).toBeLessThan(1e-6 * Math.max(1, Math.abs(b)))

    it('gives the closed forms, and the losses differ by their constants', () => {
      close(value(explicit(unit, exact)), known.esm)
      close(value(implicit(unit)), known.ism)
      close(value(implicit(unit)) + 0.5 * known.information, known.esm)
      close(value(denoising(unit)), known.esm + 0.5 * (2 / (sigma * sigma) - known.information))
      // The four sign vectors of the plane, each a quarter: E[v v^T] = I exactly.
      const signs = [
        [1, 1],
        [1, -1],
        [-1, 1],
        [-1, -1],
      ].map((v) => Float64Array.from({ length: 2 * rows.count }, (_, k) => v[k % 2]!))
      close(value(sliced(unit, () => signs, 4)), known.ism)
    })

    it('matches the flow with weight g^4 / 4, against the velocity itself', () => {
      const g2 = process.g2(t)
      const conditional = 2 * value(denoising(unit))
      close(value(flowMatching({ architecture }, process)) / g2 ** 2, 0.25 * conditional)
      // E |u_theta - (alpha' x_0 + sigma' eps)|^2 with rates from differences in time
      const h = 1e-5 * t
      const rate = (f: (t: number) => number): number => (f(t + h) - f(t - h)) / (2 * h)
      const [alphaRate, sigmaRate] = [rate((u) => process.alpha(u)), rate((u) => process.sigma(u))]
      const { onState, onScore } = scoreFromOutput(architecture, alpha, sigma)
      const scale = inputScale(architecture, alpha, sigma)
      let sum = 0
      for (let r = 0; r < rows.count; r++)
        for (let j = 0; j < 2; j++) {
          const k = 2 * r + j
          const f =
            matrix[j]![0]! * scale * rows.x[2 * r]! + matrix[j]![1]! * scale * rows.x[2 * r + 1]! + shift[j]!
          const velocity = process.f(t) * rows.x[k]! - 0.5 * g2 * (onState * rows.x[k]! + onScore * f)
          sum += shares[r]! * (velocity - alphaRate * rows.clean[k]! - sigmaRate * rows.noise[k]!) ** 2
        }
      expect(value(flowMatching({ architecture }, process)) / sum).toBeCloseTo(1, 5)
    })
  },
)
