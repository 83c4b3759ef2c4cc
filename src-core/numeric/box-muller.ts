import { log } from './elementary'

/**
 * Box & Muller (1958) from two 32-bit words a, b: radius sqrt(-2 ln u) with u = (a + 1/2) / 2^32 and angle
 * 2 pi (b + 1/2) / 2^32. The logarithm is a table of 128 intervals of the mantissa and a short series (Tang 1990);
 * the sine and cosine are series from the nearest quarter turn. Arithmetic only, so the same bits everywhere;
 * absolute error below 1e-15 times the radius.
 */
const LN2 = Math.LN2
/** Mantissas from here on count as halves of the next octave, so that u near 1 has the logarithm 0 + series. */
const UPPER = 53
/** About 1/m at the middle of each interval, of 12 bits, so that m * INVERSE is exact for m of 33 bits; 1/2 at the end. */
const INVERSE = Float64Array.from({ length: 128 }, (_, j) =>
  j === 0 ? 1 : j === 127 ? 0.5 : Math.round(4096 / (1 + (j + 0.5) / 128)) / 4096,
)
const SHARE = INVERSE.map((inverse, j) => -log(j < UPPER ? inverse : 2 * inverse))
/** 2^-e at index 31 - e, for e = -1 ... 31 */
const SCALE = Float64Array.from({ length: 33 }, (_, c) => 2 ** (c - 31))

/** sqrt(-2 ln((word + 1/2) / 2^32)) for an int32 or uint32 word, read as unsigned. */
export function radiusOf(word: number): number {
  const zeros = Math.clz32(word)
  const m = ((word >>> 0) + 0.5) * SCALE[zeros]!
  const j = (m * 128 - 128) | 0
  const f = m * INVERSE[j]! - 1
  const f2 = f * f
  const series =
    f2 * (-0.5 + f * (1 / 3)) + f2 * f2 * (-0.25 + f * (1 / 5) + f2 * (-1 / 6 + f * (1 / 7) - f2 * (1 / 8)))
  const octave = (j < UPPER ? -1 : 0) - zeros
  return Math.sqrt(-2 * (octave * LN2 + SHARE[j]! + (f + series)))
}

/** The last result of `turnOf`. */
export const direction = { cos: 1, sin: 0 }

/** cos and sin of 2 pi (word + 1/2) / 2^32 into `direction`. */
export function turnOf(word: number): void {
  const quarter = (word + 0x20000000) >>> 30
  const r = (((word - (quarter << 30)) | 0) + 0.5) * 1.4629180792671596e-9
  const z = r * r
  const z2 = z * z
  const z4 = z2 * z2
  const sine =
    r +
    r *
      z *
      (-1 / 6 +
        z * (1 / 120) +
        z2 * (-1 / 5040 + z * (1 / 362880)) +
        z4 * (-1 / 39916800 + z * (1 / 6227020800) - z2 * (1 / 1307674368000)))
  const cosine =
    1 -
    0.5 * z +
    z2 *
      (1 / 24 -
        z * (1 / 720) +
        z2 * (1 / 40320 - z * (1 / 3628800)) +
        z4 * (1 / 479001600 - z * (1 / 87178291200) + z2 * (1 / 20922789888000)))
  const swapped = (quarter & 1) === 1
  const c = swapped ? sine : cosine
  const s = swapped ? cosine : sine
  direction.cos = quarter === 1 || quarter === 2 ? -c : c
  direction.sin = quarter >= 2 ? -s : s
}
