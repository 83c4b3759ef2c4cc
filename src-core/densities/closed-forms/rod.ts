/** How a rod ends: nothing passes, the temperature is held at 0, or both ends are one. */
export type RodEnds = 'insulated' | 'held' | 'periodic'

/** The mean over [from, to] of the Gaussian kernel N(m, v); from = to gives its value there. */
function kernelMean(from: number, to: number, m: number, v: number): number {
  if (to > from)
    return (normalBelow((to - m) / Math.sqrt(v)) - normalBelow((from - m) / Math.sqrt(v))) / (to - from)
  return Math.exp((-0.5 * (from - m) ** 2) / v) / Math.sqrt(2 * Math.PI * v)
}

/**
 * Heat on [low, high] from a Gaussian N(m, v) of mass 1 (v = 0: a point source) with conductivity D at time t: the
 * kernel and its mirror images (Carslaw & Jaeger 1959, section 10.10), averaged over [from, to]. Images beyond nine
 * deviations are left out.
 */
export function rodFromGaussian(
  [low, high]: readonly [number, number],
  ends: RodEnds,
  [m, v]: readonly [number, number],
  conductivity: number,
  t: number,
  [from, to]: readonly [number, number],
): number {
  const length = high - low
  const variance = v + 2 * conductivity * t
  const most = Math.ceil((9 * Math.sqrt(variance)) / length) + 1
  let sum = 0
  for (let k = -most; k <= most; k++) {
    if (ends === 'periodic') {
      sum += kernelMean(from, to, m + k * length, variance)
      continue
    }
    sum += kernelMean(from, to, m + 2 * k * length, variance)
    const mirrored = kernelMean(from, to, 2 * low - m + 2 * k * length, variance)
    sum += ends === 'insulated' ? mirrored : -mirrored
  }
  return sum
}

/** What a rod tends to: the line between held temperatures, or the mean of its start where nothing passes its ends. */
export function rodAtRest(
  [low, high]: readonly [number, number],
  ends: { readonly held: readonly [number, number] } | { readonly mean: number },
  x: number,
): number {
  if ('mean' in ends) return ends.mean
  const [a, b] = ends.held
  return a + ((b - a) * (x - low)) / (high - low)
}

/** P(N(0,1) < z): a continued fraction outside, a series inside (Marsaglia 2004); error below 1e-15. */
export function normalBelow(z: number): number {
  if (z < -38) return 0
  if (z > 38) return 1
  if (Math.abs(z) > 5) {
    const x = Math.abs(z)
    let fraction = 0
    for (let k = 60; k > 0; k--) fraction = k / (x + fraction)
    const tail = Math.exp(-0.5 * x * x) / (Math.sqrt(2 * Math.PI) * (x + fraction))
    return z < 0 ? tail : 1 - tail
  }
  let term = z
  let sum = z
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum) && k < 400; k += 2) {
    term *= (z * z) / k
    sum += term
  }
  return 0.5 + (sum * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI)
}
