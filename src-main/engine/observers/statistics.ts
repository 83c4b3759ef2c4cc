import type { Distribution } from '#core/distributions/distribution'
import type { Frame, WitnessNumber } from '#core/protocol/contract'
import type { Model } from '../assemble'
import { lawTime, levelAt } from './fields'
import { identityWitness } from './witnesses/identity'
import { massWitness } from './witnesses/mass'
import { modeShares, modesWitness } from './witnesses/modes'
import { slicedWitness } from './witnesses/sliced'

/** Points at which the score is held against a difference of log p_t. */
const PROBES = 64

/**
 * Mean and deviation of the particles, and what they are held against: the exact moments of p_t, exact draws of it, the
 * weights of its modes; and the score and the density that are shown, against differences and a sum of the density. A
 * score whose exact marginals are not known (guidance) is held to its own density alone.
 */
export function statistics(
  model: Model,
  step: number,
  x: Float32Array | Float64Array,
  n: number,
): NonNullable<Frame['statistics']> {
  const d = model.distribution.dimension
  const mean = new Array<number>(d).fill(0)
  const square = new Array<number>(d).fill(0)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < d; j++) {
      mean[j]! += x[i * d + j]! / n
      square[j]! += x[i * d + j]! ** 2 / n
    }
  const deviation = square.map((s, j) => Math.sqrt(Math.max(0, s - mean[j]! ** 2)))
  const target = targetOf(model)
  const modes = target === null ? null : modeShares(model, target, step, x, n)
  const ofTarget =
    target === null
      ? []
      : [
          ...moments(model, target, step, mean, deviation, n),
          slicedWitness(model, target, step, x, n),
          modes === null ? null : modesWitness(modes),
          model.score.target === null ? null : massWitness(model, target, step),
          identityWitness(model, step, x, n),
        ]
  return {
    mean,
    deviation,
    modes,
    witnesses: [...ofTarget, scoreWitness(model, step, x, n)].filter((witness) => witness !== null),
  }
}

/** What the particles should be distributed as at the data end; null where the score belongs to no diffusion. */
export function targetOf({ score, distribution, dynamics }: Model): Distribution | null {
  // A forward run carries the data, whatever score is chosen.
  return score.target === undefined || dynamics.direction === 'forward' ? distribution : score.target
}

function moments(
  model: Model,
  target: Distribution,
  step: number,
  mean: readonly number[],
  deviation: readonly number[],
  n: number,
): WitnessNumber[] {
  const t = lawTime(model, step)
  const alpha = model.process.alpha(t)
  const sigma = model.process.sigma(t)
  const d = mean.length
  const exactMean = target.mean.map((m) => alpha * m)
  const exactDeviation = Math.sqrt(alpha ** 2 * target.variance + sigma ** 2)
  const found = Math.sqrt(deviation.reduce((sum, s) => sum + s * s, 0) / d)
  const gap = Math.hypot(...mean.map((m, j) => m - exactMean[j]!))
  const standardError = exactDeviation * Math.sqrt(d / n)
  return [
    {
      name: 'Mean',
      value: gap,
      against: 3 * standardError,
      againstName: 'sampling error',
      agrees: gap < 3 * standardError,
    },
    {
      name: 'Spread',
      value: found,
      against: exactDeviation,
      againstName: 'exact',
      // Sampling error of a standard deviation, and one per cent for the sampler's own steps.
      agrees: Math.abs(found / exactDeviation - 1) < 0.01 + 3 / Math.sqrt(2 * n * d),
    },
  ]
}

function scoreWitness(model: Model, step: number, x: Float32Array | Float64Array, n: number): WitnessNumber {
  const d = model.distribution.dimension
  const level = levelAt(model, step)
  const probes = Math.min(PROBES, n)
  const points = Float64Array.from(x.subarray(0, probes * d))
  const score = new Float64Array(points.length)
  level.score(score, points, probes)
  const h = 1e-4 * model.process.sigma(lawTime(model, step))
  const plus = new Float64Array(probes)
  const minus = new Float64Array(probes)
  let gap = 0
  let scale = 1e-12
  for (let j = 0; j < d; j++) {
    const shift = (by: number): Float64Array => points.map((value, i) => (i % d === j ? value + by : value))
    level.logDensity(plus, shift(h), probes)
    level.logDensity(minus, shift(-h), probes)
    for (let i = 0; i < probes; i++) {
      gap = Math.max(gap, Math.abs((plus[i]! - minus[i]!) / (2 * h) - score[i * d + j]!))
      scale = Math.max(scale, Math.abs(score[i * d + j]!))
    }
  }
  return {
    name: 'Score',
    value: gap / scale,
    against: 1e-5,
    againstName: 'difference of log p',
    agrees: gap / scale < 1e-5,
  }
}
