import { dop853 } from '#core/numeric/dop853'
import type { Process } from '#core/processes/process'
import { mixtureScore } from '#core/scores/mixture-score'
import type { MixtureForm } from '#core/scores/score-form'

/**
 * The probability flow itself: x at every time, each trajectory integrated by itself with DOP853 to 1e-12. In
 * x / alpha against log(sigma / alpha): d(x / alpha) = eps (sigma / alpha) d log(sigma / alpha), where no coefficient is
 * large or changes fast. Shares the score with the samplers, and neither their formulas nor their grids.
 */
export function exactFlow(
  form: MixtureForm,
  process: Process,
  times: ArrayLike<number>,
  start: Float64Array,
  tolerance = 1e-12,
): Float64Array[] {
  const score = mixtureScore(form)
  const d = form.dimension
  const n = start.length / d
  const at = (logRatio: number): number => process.tFromLogSnr(-2 * logRatio)
  const states = Array.from(times, () => new Float64Array(start.length))
  states[0]!.set(start)
  const x = new Float64Array(d)
  const s = new Float64Array(d)
  for (let p = 0; p < n; p++) {
    const scaled = start.slice(p * d, (p + 1) * d).map((v) => v / process.alpha(times[0]!))
    for (let i = 1; i < times.length; i++) {
      dop853(
        (out, u, y) => {
          const t = at(u)
          const alpha = process.alpha(t)
          const sigma = process.sigma(t)
          for (let j = 0; j < d; j++) x[j] = alpha * y[j]!
          score.at(alpha, sigma).score(s, x, 1)
          for (let j = 0; j < d; j++) out[j] = (-sigma * s[j]! * sigma) / alpha
        },
        scaled,
        -0.5 * process.logSnr(times[i - 1]!),
        -0.5 * process.logSnr(times[i]!),
        { relative: tolerance, absolute: tolerance },
      )
      const alpha = process.alpha(times[i]!)
      for (let j = 0; j < d; j++) states[i]![p * d + j] = alpha * scaled[j]!
    }
  }
  return states
}

/** Largest and mean |a - b|. */
export function gaps(a: Float64Array, b: Float64Array): { readonly largest: number; readonly mean: number } {
  let largest = 0
  let sum = 0
  a.forEach((value, i) => {
    const gap = Math.abs(value - b[i]!)
    largest = Math.max(largest, gap)
    sum += gap
  })
  return { largest, mean: sum / a.length }
}
