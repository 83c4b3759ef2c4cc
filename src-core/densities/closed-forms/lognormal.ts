/** Density at x of X_t = x0 exp((mu - sigma^2/2) t + sigma W_t), geometric Brownian motion from one point. */
export function lognormalAt(mu: number, sigma: number, x0: number, t: number, x: number): number {
  if (!(x > 0)) return 0
  const deviation = sigma * Math.sqrt(t)
  const z = (Math.log(x / x0) - (mu - 0.5 * sigma * sigma) * t) / deviation
  return Math.exp(-0.5 * z * z) / (x * deviation * Math.sqrt(2 * Math.PI))
}

const NODES = 64
const REACH = 8

/**
 * The same from a Gaussian start about m > 0 of deviation s, by the trapezoidal rule over its values, which converges
 * faster than any power (Trefethen & Weideman 2014). Values below 0 of the start are left out: their mass must not
 * matter, m > 8 s.
 */
export function lognormalFromGaussianAt(
  mu: number,
  sigma: number,
  m: number,
  s: number,
  t: number,
  x: number,
): number {
  if (t === 0) return Math.exp(-0.5 * ((x - m) / s) ** 2) / (s * Math.sqrt(2 * Math.PI))
  const step = (2 * REACH) / NODES
  let sum = 0
  for (let k = 0; k <= NODES; k++) {
    const z = -REACH + k * step
    const from = m + s * z
    if (from > 0)
      sum += (step * Math.exp(-0.5 * z * z) * lognormalAt(mu, sigma, from, t, x)) / Math.sqrt(2 * Math.PI)
  }
  return sum
}

/** Mean and variance of X_t from one point */
export function lognormalMoments(
  mu: number,
  sigma: number,
  x0: number,
  t: number,
): readonly [number, number] {
  const mean = x0 * Math.exp(mu * t)
  return [mean, mean * mean * Math.expm1(sigma * sigma * t)]
}
