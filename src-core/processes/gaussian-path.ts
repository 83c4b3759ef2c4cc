import type { Process } from './process'

/** log alpha, sigma^2 and their time derivatives: what a process family states; the rest follows. */
export interface GaussianPath {
  readonly tMin: number
  readonly tMax: number
  readonly priorStd: number
  logAlpha(t: number): number
  /** f(t) = d log alpha / dt */
  logAlphaRate(t: number): number
  variance(t: number): number
  /** d sigma^2 / dt */
  varianceRate(t: number): number
  /** Closed form of the inverse log-SNR, where there is one. */
  tFromLogSnr?(logSnr: number): number
}

/** g^2 = d sigma^2/dt - 2 f sigma^2 (Karras et al. 2022, appendix B; Kingma et al. 2021, equation 5). */
export function processFromPath(path: GaussianPath): Process {
  const { tMin, tMax, priorStd } = path
  const logSnr = (t: number): number => 2 * path.logAlpha(t) - Math.log(path.variance(t))
  const inside = (t: number): number => Math.min(tMax, Math.max(tMin, t))
  return {
    tMin,
    tMax,
    priorStd,
    alpha: (t) => Math.exp(path.logAlpha(t)),
    sigma: (t) => Math.sqrt(path.variance(t)),
    f: (t) => path.logAlphaRate(t),
    g2: (t) => Math.max(0, path.varianceRate(t) - 2 * path.logAlphaRate(t) * path.variance(t)),
    logSnr,
    tFromLogSnr: (value) =>
      inside(
        path.tFromLogSnr === undefined ? invertFalling(logSnr, value, tMin, tMax) : path.tFromLogSnr(value),
      ),
  }
}

/**
 * Root of h(t) = value for h strictly falling on [low, high], by bisection on t until the interval has no number
 * inside, 60 halvings at most; values outside the range of h give the nearer end.
 */
export function invertFalling(h: (t: number) => number, value: number, low: number, high: number): number {
  if (value >= h(low)) return low
  if (value <= h(high)) return high
  for (let i = 0; i < 60; i++) {
    // The geometric mean resolves times near zero, where log-SNR changes fastest.
    const middle = low > 0 && high / low > 2 ? Math.sqrt(low * high) : 0.5 * (low + high)
    if (middle <= low || middle >= high) break
    if (h(middle) > value) low = middle
    else high = middle
  }
  return 0.5 * (low + high)
}
