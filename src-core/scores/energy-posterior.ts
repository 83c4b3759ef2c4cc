import { exp, log } from '#core/numeric/elementary'

/** Terms e^-28 of the largest are left out. */
const LEFT_OUT = 28
/** Terms further from the largest than this many standard deviations of the noise are not looked for. */
const FARTHEST = 24
/** Below this gap to the top of a line its plain weights have underflowed. */
const DEEP = -600

/** Places of data on a line, and the noise: x = alpha (low + k spacing) + sigma eps. */
export interface LineNoise {
  readonly low: number
  readonly spacing: number
  readonly alpha: number
  readonly sigma: number
}

/** What is known of x_0 given x, at each of the rising places x: results of `posterior`. */
export interface LinePosterior {
  /** log of sum_k exp(logs_k - (x - alpha x_k)^2 / (2 sigma^2)); -Infinity on an empty line */
  readonly logSum: Float64Array
  /** E[x_0 | x] */
  readonly mean: Float64Array
  /** E[carried | x] */
  readonly carried: Float64Array
}

export function linePosterior(places: number): LinePosterior {
  const row = (): Float64Array => new Float64Array(places)
  return { logSum: row(), mean: row(), carried: row() }
}

/**
 * Sums a line of log weights against the Gaussian of every place x. The largest term of each sum is found for all
 * places at once, as the upper envelope of equal parabolas (Felzenszwalb & Huttenlocher 2012), and the sum is taken
 * about it: so it is right where x is far outside the support, or where the weights there are tiny. `carried` are
 * values at the data places that are averaged too.
 */
export function posterior(
  into: LinePosterior,
  places: Float64Array,
  logs: Float64Array,
  carried: Float64Array | null,
  noise: LineNoise,
): void {
  const { low, spacing, alpha, sigma } = noise
  const n = logs.length
  const top = logs.reduce((a, b) => Math.max(a, b), -Infinity)
  if (top === -Infinity) {
    into.logSum.fill(-Infinity)
    into.mean.fill(0)
    into.carried.fill(0)
    return
  }
  const weights = logs.map((value) => exp(value - top))
  const modes = modesOf(places, logs, noise)
  const variance = sigma * sigma
  // Term k + d over term k is weight ratio * ratio^d * fall^(d^2).
  const fall = exp((-0.5 * (alpha * spacing) ** 2) / variance)
  const perNode = alpha * spacing
  for (let i = 0; i < places.length; i++) {
    const mode = modes[i]!
    const gap = places[i]! - alpha * (low + mode * spacing)
    const slope = (alpha * spacing * gap) / variance
    const deep = logs[mode]! - top < DEEP
    const scale = deep ? 0 : 1 / weights[mode]!
    let sum = 1
    let moment = 0
    let other = carried === null ? 0 : carried[mode]!
    for (let side = -1; side <= 1; side += 2) {
      // Further from x than this even the top of the line is too small.
      const bound = sigma * Math.sqrt(2 * (top - logs[mode]! + LEFT_OUT) + (gap * gap) / variance)
      const reach = Math.min(n, (Math.min(bound + side * gap, FARTHEST * sigma) + perNode) / perNode)
      // Where the Gaussian's own ratio leaves the range of numbers, the term is nothing or the weights say so.
      const steps = Math.floor(Math.min(reach, 600 / Math.max(1e-300, Math.abs(slope))))
      const ratio = exp(side * slope)
      const end = side < 0 ? Math.max(0, mode - steps) : Math.min(n - 1, mode + steps)
      let step = ratio * fall
      let factor = 1
      for (let k = mode + side; side < 0 ? k >= end : k <= end; k += side) {
        factor *= step
        step *= fall * fall
        const share = deep ? exp(logs[k]! - logs[mode]!) : weights[k]! * scale
        const term = share * factor
        sum += term
        moment += term * (k - mode)
        if (carried !== null) other += term * carried[k]!
      }
    }
    into.logSum[i] = logs[mode]! - (0.5 * gap * gap) / variance + log(sum)
    into.mean[i] = low + (mode + moment / sum) * spacing
    into.carried[i] = other / sum
  }
}

/** For each place the index of the largest term: the parabola that is on top there. */
function modesOf(places: Float64Array, logs: Float64Array, noise: LineNoise): Int32Array {
  const { low, spacing, alpha, sigma } = noise
  const n = logs.length
  const hull = new Int32Array(n)
  const from = new Float64Array(n)
  let size = 0
  const at = (k: number): number => alpha * (low + k * spacing)
  for (let k = 0; k < n; k++) {
    if (logs[k] === -Infinity) continue
    let meets = -Infinity
    while (size > 0) {
      const before = hull[size - 1]!
      const distance = at(k) - at(before)
      if (distance === 0) meets = logs[k]! > logs[before]! ? -Infinity : Infinity
      else meets = 0.5 * (at(k) + at(before)) - ((logs[k]! - logs[before]!) * sigma * sigma) / distance
      if (meets > from[size - 1]!) break
      size--
      meets = -Infinity
    }
    if (meets === Infinity) continue
    hull[size] = k
    from[size] = meets
    size++
  }
  let top = 0
  return Int32Array.from(places, (x) => {
    while (top < size - 1 && from[top + 1]! <= x) top++
    return hull[top]!
  })
}
