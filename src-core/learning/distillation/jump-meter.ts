import type { Distribution } from '#core/distributions/distribution'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import type { Process } from '#core/processes/process'
import type { ErrorMeter } from '../error/meter'
import { inputWidth } from '../network/architecture'
import { fillInputs } from '../network/inputs'
import { scoreFromOutput } from '../network/parametrisation'
import type { EvaluatedNetwork } from './consistency-distillation'

/** Steps of the teacher's flow from the noise to the data, levels of the curve, and points that flow */
const STEPS = 96
const LEVELS = 32
const POINTS = 160
/** Draws that no training and no run makes */
const SEED = 0x6a756d70

/**
 * How far a student's jump from each noise level lands from where the teacher's flow leads, over the variance of the
 * data: E|f(x_t) - x_end / alpha_end|^2 / (d variance). The flow is integrated here, by Runge and Kutta's method of
 * order 4 in log(sigma / alpha), and once: the teacher stands still.
 */
export function jumpMeter(teacher: EvaluatedNetwork, data: Distribution, process: Process): ErrorMeter {
  const { architecture } = teacher
  const { dimension: d } = architecture
  const [noisy, clean] = [process.tMax, process.tMin].map((t) =>
    Math.log(process.sigma(t) / process.alpha(t)),
  )
  const end = Math.exp(clean!)
  const size = POINTS * d
  const width = inputWidth(architecture)
  const raw = new Float64Array(size)
  const inputs = new Float64Array(POINTS * width)
  const levelOf = (u: number): { alpha: number; sigma: number } => {
    const t = u >= noisy! ? process.tMax : u <= clean! ? process.tMin : process.tFromLogSnr(-2 * u)
    return { alpha: process.alpha(t), sigma: process.sigma(t) }
  }
  /** d(x / alpha) / du = -(sigma / alpha) sigma s at u = log(sigma / alpha) */
  const slope = (scaled: Float64Array, u: number): Float64Array => {
    const { alpha, sigma } = levelOf(u)
    const x = scaled.map((value) => alpha * value)
    fillInputs(inputs, architecture, x, POINTS, alpha, sigma)
    teacher.forward(raw, inputs, POINTS)
    const { onState, onScore } = scoreFromOutput(architecture, alpha, sigma)
    return x.map((value, k) => -((sigma * sigma) / alpha) * (onState * value + onScore * raw[k]!))
  }
  const shifted = (x: Float64Array, by: number, along: Float64Array): Float64Array =>
    x.map((value, k) => value + by * along[k]!)

  const x0 = new Float64Array(size)
  const noise = new Float64Array(size)
  data.sample(x0, SEED, 0)
  fillNormals(noise, d, SEED, 0, streams.start, 0)
  const ratio = Math.exp(noisy!)
  let scaled = x0.map((value, k) => value + ratio * noise[k]!)
  const h = (clean! - noisy!) / STEPS
  const visited: { readonly u: number; readonly scaled: Float64Array }[] = []
  for (let step = 0; step < STEPS; step++) {
    const u = noisy! + step * h
    if (step % (STEPS / LEVELS) === 0) visited.push({ u, scaled })
    const k1 = slope(scaled, u)
    const k2 = slope(shifted(scaled, 0.5 * h, k1), u + 0.5 * h)
    const k3 = slope(shifted(scaled, 0.5 * h, k2), u + 0.5 * h)
    const k4 = slope(shifted(scaled, h, k3), u + h)
    scaled = scaled.map((value, k) => value + (h / 6) * (k1[k]! + 2 * k2[k]! + 2 * k3[k]! + k4[k]!))
  }
  const landed = scaled
  const out = new Float64Array(LEVELS * size)
  const asked = new Float64Array(LEVELS * POINTS * width)
  const levels = visited.map(({ u, scaled: from }, l) => {
    const { alpha, sigma } = levelOf(u)
    const x = from.map((value) => alpha * value)
    fillInputs(
      asked.subarray(l * POINTS * width, (l + 1) * POINTS * width),
      architecture,
      x,
      POINTS,
      alpha,
      sigma,
    )
    return { u, from, alpha, sigma }
  })
  const scale = 1 / (size * data.variance)
  return {
    logSnr: Float64Array.from(levels, ({ u }) => -2 * u),
    measure(forward) {
      forward(out, asked, LEVELS * POINTS)
      const values = Float64Array.from(levels, ({ from, alpha, sigma }, l) => {
        // x / alpha + sigma (sigma / alpha - epsilon) s: written out, since the distillation has its own words for it.
        const { onState, onScore } = scoreFromOutput(architecture, alpha, sigma)
        let sum = 0
        for (let k = 0; k < size; k++) {
          const s = onState * alpha * from[k]! + onScore * out[l * size + k]!
          sum += (from[k]! + sigma * (sigma / alpha - end) * s - landed[k]!) ** 2
        }
        return scale * sum
      })
      return { values, total: values.reduce((sum, value) => sum + value, 0) / values.length }
    },
  }
}
