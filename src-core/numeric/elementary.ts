/**
 * exp, log and sine/cosine in float64 from arithmetic alone, so that the same document gives the same bits on every
 * machine (an engine's Math.exp may change with its version). Error below 2 units in the last place on the ranges
 * that are tested; polynomials are Taylor sums after reduction, long enough to reach rounding.
 */
const LOG2_E = 1.4426950408889634
/** ln 2 split so that k * LN2_HIGH is exact for |k| < 2^11. */
const LN2_HIGH = 6.9314718036912381649e-1
const LN2_LOW = 1.90821492927058770002e-10

/** 2^k for k = -1074 ... 1023 at index k + 1074 */
const POWERS_OF_TWO = Float64Array.from({ length: 2098 }, (_, i) => 2 ** (i - 1074))

/** e^x; 0 below -745.13, Infinity above 709.78, NaN for NaN. */
export function exp(x: number): number {
  if (!(x > -745.14)) return x !== x ? x : 0
  if (x > 709.79) return Infinity
  const k = Math.round(x * LOG2_E)
  const r = x - k * LN2_HIGH - k * LN2_LOW
  let p = 1 / 6227020800
  p = p * r + 1 / 479001600
  p = p * r + 1 / 39916800
  p = p * r + 1 / 3628800
  p = p * r + 1 / 362880
  p = p * r + 1 / 40320
  p = p * r + 1 / 5040
  p = p * r + 1 / 720
  p = p * r + 1 / 120
  p = p * r + 1 / 24
  p = p * r + 1 / 6
  p = p * r + 0.5
  const value = 1 + (r + r * r * p)
  // Two factors, since 2^k alone may underflow where the product does not, and 2^1024 does not exist.
  if (k > -1022 && k < 1024) return value * POWERS_OF_TWO[k + 1074]!
  return k > 0 ? value * 2 * POWERS_OF_TWO[k + 1073]! : value * POWERS_OF_TWO[k + 1174]! * POWERS_OF_TWO[974]!
}

const bits = new DataView(new ArrayBuffer(8))

/** Natural logarithm; -Infinity at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return x
  let k = 0
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984
    k = -54
  }
  bits.setFloat64(0, x)
  const high = bits.getUint32(0)
  k += (high >>> 20) - 1023
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000)
  let m = bits.getFloat64(0)
  if (m > Math.SQRT2) {
    m *= 0.5
    k += 1
  }
  const f = m - 1
  const s = f / (2 + f)
  const z = s * s
  let p = 1 / 23
  p = p * z + 1 / 21
  p = p * z + 1 / 19
  p = p * z + 1 / 17
  p = p * z + 1 / 15
  p = p * z + 1 / 13
  p = p * z + 1 / 11
  p = p * z + 1 / 9
  p = p * z + 1 / 7
  p = p * z + 1 / 5
  p = p * z + 1 / 3
  // log m = 2s + 2 s^3 (1/3 + ...); 2s = f - s f keeps the leading term exact.
  const tail = 2 * s * z * p - s * f
  return k * LN2_HIGH + (f + (tail + k * LN2_LOW))
}

/** The last result of `sinCosOfTurns`; two numbers without an allocation. */
export const turn = { sin: 0, cos: 1 }

/** sin(2 pi u) and cos(2 pi u) into `turn`, for u in [0, 1]. Quarter turns come out exactly. */
export function sinCosOfTurns(u: number): void {
  const quarter = Math.round(4 * u)
  const r = (u - 0.25 * quarter) * (2 * Math.PI)
  const z = r * r
  let s = 1 / 355687428096000
  s = s * z - 1 / 1307674368000
  s = s * z + 1 / 6227020800
  s = s * z - 1 / 39916800
  s = s * z + 1 / 362880
  s = s * z - 1 / 5040
  s = s * z + 1 / 120
  s = s * z - 1 / 6
  const sine = r + r * z * s
  let c = -1 / 6402373705728000
  c = c * z + 1 / 20922789888000
  c = c * z - 1 / 87178291200
  c = c * z + 1 / 479001600
  c = c * z - 1 / 3628800
  c = c * z + 1 / 40320
  c = c * z - 1 / 720
  c = c * z + 1 / 24
  const cosine = 1 - 0.5 * z + z * z * c
  switch (quarter & 3) {
    case 0:
      turn.sin = sine
      turn.cos = cosine
      break
    case 1:
      turn.sin = cosine
      turn.cos = -sine
      break
    case 2:
      turn.sin = -sine
      turn.cos = -cosine
      break
    default:
      turn.sin = -cosine
      turn.cos = sine
  }
}
