/**
 * exp, log and sine/cosine in float64 from arithmetic alone, so that the same document gives the same bits on every
 * machine (an engine's Math.exp may change with its version). Error below 2 units in the last place on the ranges
 * that are tested; polynomials are Taylor sums after reduction, long enough to reach rounding.
 */
/** ln 2 split so that k * LN2_HIGH is exact for |k| < 2^11. */
const LN2_HIGH = 6.9314718036912381649e-1
const LN2_LOW = 1.90821492927058770002e-10

/** 2^(j/64), rounded to nearest: tabled, since an engine's own power function may change with its version. */
// prettier-ignore
const ROOTS_OF_TWO = Float64Array.of(
  1, 1.0108892860517005, 1.0218971486541166, 1.0330248790212284, 1.0442737824274138, 1.0556451783605572,
  1.0671404006768237, 1.0787607977571199, 1.0905077326652577, 1.102382583307841, 1.1143867425958924,
  1.1265216186082418, 1.1387886347566916, 1.1511892299529827, 1.1637248587775775, 1.1763969916502812,
  1.189207115002721, 1.202156731452703, 1.215247359980469, 1.22848053610687, 1.241857812073484,
  1.255380757024691, 1.2690509571917332, 1.2828700160787783, 1.2968395546510096, 1.3109612115247644,
  1.3252366431597413, 1.339667524053303, 1.3542555469368927, 1.3690024229745905, 1.383909881963832,
  1.3989796725383112, 1.4142135623730951, 1.42961333839197, 1.4451808069770467, 1.460917794180647,
  1.4768261459394993, 1.4929077282912648, 1.5091644275934228, 1.5255981507445384, 1.5422108254079407,
  1.559004400237837, 1.5759808451078865, 1.593142151342267, 1.6104903319492543, 1.6280274218573478,
  1.645755478153965, 1.6636765803267364, 1.681792830507429, 1.7001063537185235, 1.718619298122478,
  1.7373338352737062, 1.7562521603732995, 1.7753764925265212, 1.7947090750031072, 1.8142521755003989,
  1.8340080864093424, 1.8539791250833855, 1.8741676341103, 1.8945759815869656, 1.9152065613971474,
  1.9360617934922943, 1.9571441241754002, 1.978456026387951,
)
const STEPS_PER_UNIT = 92.33248261689366
/** ln 2 / 64 split so that k * STEP_HIGH is exact for |k| < 2^17. */
const STEP_HIGH = 0.010830424695086549
const STEP_LOW = 1.162596423439437e-12
/** Adding and subtracting it rounds to the nearest whole number. */
const ROUNDER = 6755399441055744

/** 2^k for k = -1074 ... 1023 at index k + 1074 */
const POWERS_OF_TWO = Float64Array.from({ length: 2098 }, (_, i) => 2 ** (i - 1074))

/** e^x; 0 below -745.13, Infinity above 709.78, NaN for NaN. Table of 64 steps per octave (Tang 1989). */
export function exp(x: number): number {
  if (!(x > -745.14)) return x !== x ? x : 0
  if (x > 709.79) return Infinity
  const k = x * STEPS_PER_UNIT + ROUNDER - ROUNDER
  const r = x - k * STEP_HIGH - k * STEP_LOW
  const r2 = r * r
  const p = r + (r2 * (0.5 + r * (1 / 6)) + r2 * r2 * (1 / 24 + r * (1 / 120)))
  const root = ROOTS_OF_TWO[k & 63]!
  const value = root + root * p
  const e = k >> 6
  // Two factors, since 2^e alone may underflow where the product does not, and 2^1024 does not exist.
  if (e > -1022 && e < 1024) return value * POWERS_OF_TWO[e + 1074]!
  return e > 0 ? value * 2 * POWERS_OF_TWO[e + 1073]! : value * POWERS_OF_TWO[e + 1174]! * POWERS_OF_TWO[974]!
}

const float = new Float64Array(1)
/** The same eight bytes; the second word is the upper one on every machine that Node runs on. */
const halves = new Int32Array(float.buffer)

/** Natural logarithm; -Infinity at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return x
  let k = 0
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984
    k = -54
  }
  float[0] = x
  const high = halves[1]!
  k += (high >>> 20) - 1023
  halves[1] = (high & 0xfffff) | 0x3ff00000
  let m = float[0]
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
