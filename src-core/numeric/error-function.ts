import { exp } from './elementary'

const STEP = 0.5
/** exp(-n^2 STEP^2) for n = 1 ... 13; the next is below 1e-18. */
const DECAY = Float64Array.from({ length: 13 }, (_, i) => Math.exp(-(((i + 1) * STEP) ** 2)))

/**
 * e^(x^2) erfc(x) for x >= 0. The trapezoidal rule for (x / pi) integral of e^(-t^2) / (t^2 + x^2), with the residue
 * of the pole at ix (Chiarella & Reichel 1968), converges like e^(-(pi / STEP)^2), below rounding; near 0, where rule
 * and residue cancel, e^(x^2) (1 - erf x) is used. Relative error below 1e-14.
 */
export function erfcx(x: number): number {
  if (x < 0.6) return exp(x * x) * (1 - erf(x))
  let sum = 1 / (x * x)
  for (let n = 1; n <= DECAY.length; n++) sum += (2 * DECAY[n - 1]!) / (n * n * STEP * STEP + x * x)
  const rule = (STEP * x * sum) / Math.PI
  return x < Math.PI / STEP ? rule - (2 * exp(x * x)) / (exp((2 * Math.PI * x) / STEP) - 1) : rule
}

/** erf(x) for x >= 0; Taylor's series below 0.6, from erfcx above. */
export function erf(x: number): number {
  if (x >= 0.6) return 1 - exp(-x * x) * erfcx(x)
  let term = x
  let sum = x
  for (let n = 1; n < 30; n++) {
    term *= (-x * x) / n
    const add = term / (2 * n + 1)
    sum += add
    if (Math.abs(add) < 1e-18) break
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}
