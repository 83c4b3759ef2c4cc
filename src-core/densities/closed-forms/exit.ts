/**
 * Mean time until dX = mu dt + sigma dW leaves (a, b), and the chance that it leaves at b (Karlin & Taylor 1981,
 * section 15.3).
 */
export function exitOfDrift(
  mu: number,
  sigma: number,
  [a, b]: readonly [number, number],
  x: number,
): { readonly time: number; readonly atHigh: number } {
  if (mu === 0) return { time: ((x - a) * (b - x)) / (sigma * sigma), atHigh: (x - a) / (b - a) }
  const rate = (2 * mu) / (sigma * sigma)
  const atHigh = Math.expm1(-rate * (x - a)) / Math.expm1(-rate * (b - a))
  return { time: (atHigh * (b - a) - (x - a)) / mu, atHigh }
}

/** Mean time until sigma W leaves the unit ball of R^d, from a distance r to its centre */
export function exitOfDisk(sigma: number, r: number, d: number): number {
  return (1 - r * r) / (d * sigma * sigma)
}

/**
 * Mean time from x up to a level b of dX = -U' dt + sigma dW on the line, the double integral
 * (2 / sigma^2) int_x^b e^(2U(y)/sigma^2) int_-inf^y e^(-2U(z)/sigma^2) dz dy (Gardiner 2009, section 5.5), by
 * Simpson's rule with `steps` intervals from `low`, below which nothing is left.
 */
export function passageUp(
  potential: (x: number) => number,
  sigma: number,
  low: number,
  x: number,
  b: number,
  steps: number,
): number {
  const beta = 2 / (sigma * sigma)
  const below = Math.max(2, Math.ceil((steps * (x - low)) / (b - low)))
  const inner = (from: number, h: number): number =>
    (h / 6) *
    (Math.exp(-beta * potential(from)) +
      4 * Math.exp(-beta * potential(from + h / 2)) +
      Math.exp(-beta * potential(from + h)))
  let mass = 0
  for (let k = 0; k < below; k++) mass += inner(low + (k * (x - low)) / below, (x - low) / below)
  const h = (b - x) / steps
  let total = 0
  for (let k = 0; k < steps; k++) {
    const y = x + k * h
    const half = mass + inner(y, h / 2)
    const whole = half + inner(y + h / 2, h / 2)
    total +=
      (h / 6) *
      (Math.exp(beta * potential(y)) * mass +
        4 * Math.exp(beta * potential(y + h / 2)) * half +
        Math.exp(beta * potential(y + h)) * whole)
    mass = whole
  }
  return beta * total
}
