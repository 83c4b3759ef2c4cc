/** The noise schedules of discrete diffusion models: beta_t for t = 0 ... T - 1, each between 0 and 1. */
export type BetaSchedule = 'linear' | 'scaled-linear' | 'cosine' | 'sigmoid'

/** No beta of the cosine schedule is larger (Nichol & Dhariwal 2021, section 3.2). */
const LARGEST = 0.999

/**
 * linear: equal steps of beta (Ho et al. 2020). scaled-linear: equal steps of its root (Rombach et al. 2022). cosine:
 * from alpha_bar(u) = cos^2((u + 0.008)/1.008 pi/2) (Nichol & Dhariwal 2021), without first and last. sigmoid: a
 * logistic rise over [-6, 6] (Xu et al. 2022).
 */
export function betas(kind: BetaSchedule, count: number, first: number, last: number): Float64Array {
  const even = (i: number): number => (count === 1 ? 0 : i / (count - 1))
  switch (kind) {
    case 'linear':
      return Float64Array.from({ length: count }, (_, i) => first + even(i) * (last - first))
    case 'scaled-linear': {
      const [low, high] = [Math.sqrt(first), Math.sqrt(last)]
      return Float64Array.from({ length: count }, (_, i) => (low + even(i) * (high - low)) ** 2)
    }
    case 'cosine': {
      const bar = (u: number): number => Math.cos((((u + 0.008) / 1.008) * Math.PI) / 2) ** 2
      return Float64Array.from({ length: count }, (_, i) =>
        Math.min(LARGEST, 1 - bar((i + 1) / count) / bar(i / count)),
      )
    }
    case 'sigmoid':
      return Float64Array.from(
        { length: count },
        (_, i) => first + (last - first) / (1 + Math.exp(6 - 12 * even(i))),
      )
  }
}

/** alpha_bar_t = product of 1 - beta_s over s <= t, and 1 - alpha_bar_t without cancellation. */
export function cumulative(beta: Float64Array): {
  readonly alphaBar: Float64Array
  readonly variance: Float64Array
} {
  const alphaBar = new Float64Array(beta.length)
  const variance = new Float64Array(beta.length)
  let kept = 1
  let noise = 0
  beta.forEach((b, t) => {
    kept *= 1 - b
    noise = noise * (1 - b) + b
    alphaBar[t] = kept
    variance[t] = noise
  })
  return { alphaBar, variance }
}
