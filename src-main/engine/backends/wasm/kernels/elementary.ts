// exp, log and sine/cosine on four float32 at once, by reduction and polynomials; no library of the machine is used,
// so that plain SIMD builds give the same bits everywhere.

/** a * b + c; one rounding less where the machine has it and the build allows it */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c)
  return f32x4.add(f32x4.mul(a, b), c)
}

@inline
export function splat(x: f32): v128 {
  return f32x4.splat(x)
}

/**
 * A constant of a table, by a load that spreads it over the lanes: in the code it is three instructions, each time
 * round a loop.
 */
@inline
export function tabled(table: usize, i: usize): v128 {
  return v128.load32_splat(table + (i << 2))
}

/**
 * Where terms vanish (a thousand below e^-20 of the largest change a float32 sum by 2e-6 at most), 1 / ln 2, ln 2 in two parts of which the first times k is exact, then
 * 1/7! ... 1/2!, 1
 */
const EXP = memory.data<f32>([
  -20.0,
  1.4426950408889634,
  -0.693359375,
  2.12194440e-4,
  1.0 / 5040.0,
  1.0 / 720.0,
  1.0 / 120.0,
  1.0 / 24.0,
  1.0 / 6.0,
  0.5,
  1.0,
])

/** Which lanes are not vanishing terms */
@inline
export function near4(x: v128): v128 {
  return f32x4.ge(x, tabled(EXP, 0))
}

/** e^x for x <= 0; 0 below -20. Relative error 2e-7. */
@inline
export function exp4(x: v128): v128 {
  const low = near4(x)
  const k = f32x4.nearest(f32x4.mul(x, tabled(EXP, 1)))
  let r = madd(k, tabled(EXP, 2), x)
  r = madd(k, tabled(EXP, 3), r)
  let p = tabled(EXP, 4)
  p = madd(p, r, tabled(EXP, 5))
  p = madd(p, r, tabled(EXP, 6))
  p = madd(p, r, tabled(EXP, 7))
  p = madd(p, r, tabled(EXP, 8))
  p = madd(p, r, tabled(EXP, 9))
  p = madd(p, f32x4.mul(r, r), f32x4.add(r, tabled(EXP, 10)))
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127)), 23)
  return v128.and(f32x4.mul(p, scale), low)
}

/** 1/2, 2^-32, 1, 2, 2/13 ... 2/3, ln 2, -2, and the bits of sqrt(1/2) */
const LOG = memory.data<f32>([
  0.5,
  2.3283064365386963e-10,
  1.0,
  2.0,
  2.0 / 13.0,
  2.0 / 11.0,
  2.0 / 9.0,
  2.0 / 7.0,
  2.0 / 5.0,
  2.0 / 3.0,
  0.6931471805599453,
  -2.0,
  0.70710677,
])

/**
 * sqrt(-2 ln u) for u = (w + 1/2) / 2^32. Below 1/2 the logarithm comes from exponent and mantissa; above, from
 * 1 - u, which is exact, so that small radii keep their relative accuracy.
 */
@inline
export function radius4(w: v128): v128 {
  const upper = i32x4.shr_s(w, 31)
  // upper half: f = -(1 - u), where 1 - u = (~w + 1/2) / 2^32; so that both halves convert a positive int32
  const v = f32x4.mul(f32x4.add(f32x4.convert_i32x4_s(v128.xor(w, upper)), tabled(LOG, 0)), tabled(LOG, 1))
  // lower half: u = m 2^e with m in [sqrt(1/2), sqrt 2)
  const e = i32x4.shr_s(i32x4.sub(v, tabled(LOG, 12)), 23)
  const m = i32x4.sub(v, i32x4.shl(e, 23))
  const f = v128.bitselect(f32x4.neg(v), f32x4.sub(m, tabled(LOG, 2)), upper)
  const exponent = v128.andnot(f32x4.convert_i32x4_s(e), upper)
  // ln(1 + f) = 2 s + 2/3 s^3 + ... with |s| < 0.18 in the lower half and 1/3 at u = 1/2 in the upper one
  const s = f32x4.div(f, f32x4.add(f, tabled(LOG, 3)))
  const z = f32x4.mul(s, s)
  let p = tabled(LOG, 4)
  p = madd(p, z, tabled(LOG, 5))
  p = madd(p, z, tabled(LOG, 6))
  p = madd(p, z, tabled(LOG, 7))
  p = madd(p, z, tabled(LOG, 8))
  p = madd(p, z, tabled(LOG, 9))
  p = madd(f32x4.mul(p, z), s, f32x4.add(s, s))
  const ln = madd(exponent, tabled(LOG, 10), p)
  return f32x4.sqrt(f32x4.mul(ln, tabled(LOG, 11)))
}

/** The quarter turn that is nearest to 2 pi u, u = (w + 1/2) / 2^32. */
@inline
export function quarterOf(w: v128): v128 {
  return i32x4.shr_u(i32x4.add(w, i32x4.splat(0x20000000)), 30)
}

/** 1/2 and 2 pi 2^-32; then of the sine 1/9! ... -1/3!, of the cosine 1/8! ... -1/2!, 1 */
const TURN = memory.data<f32>([
  0.5,
  1.4629180792671596e-9,
  1.0 / 362880.0,
  -1.0 / 5040.0,
  1.0 / 120.0,
  -1.0 / 6.0,
  1.0 / 40320.0,
  -1.0 / 720.0,
  1.0 / 24.0,
  -0.5,
  1.0,
])

/** The angle from that quarter turn. */
@inline
export function restOf(w: v128, quarter: v128): v128 {
  const rest = i32x4.sub(w, i32x4.shl(quarter, 30))
  return f32x4.mul(f32x4.add(f32x4.convert_i32x4_s(rest), tabled(TURN, 0)), tabled(TURN, 1))
}

/** sin r for |r| <= pi/4 */
@inline
export function sinPart(r: v128): v128 {
  const z = f32x4.mul(r, r)
  let s = tabled(TURN, 2)
  s = madd(s, z, tabled(TURN, 3))
  s = madd(s, z, tabled(TURN, 4))
  s = madd(s, z, tabled(TURN, 5))
  return madd(f32x4.mul(s, z), r, r)
}

/** cos r for |r| <= pi/4 */
@inline
export function cosPart(r: v128): v128 {
  const z = f32x4.mul(r, r)
  let c = tabled(TURN, 6)
  c = madd(c, z, tabled(TURN, 7))
  c = madd(c, z, tabled(TURN, 8))
  c = madd(c, z, tabled(TURN, 9))
  return madd(c, z, tabled(TURN, 10))
}

/** All bits where a quarter turn is the first or the third, at which sine and cosine change places */
@inline
export function isOdd(q: v128): v128 {
  return i32x4.shr_s(i32x4.shl(q, 31), 31)
}

/** cos(r + q pi/2), from the parts */
@inline
export function turnedCosine(cosine: v128, sine: v128, q: v128, odd: v128): v128 {
  const sign = v128.and(i32x4.shl(i32x4.add(q, i32x4.splat(1)), 30), i32x4.splat(0x80000000))
  return v128.xor(v128.bitselect(sine, cosine, odd), sign)
}

/** sin(r + q pi/2), from the parts */
@inline
export function turnedSine(cosine: v128, sine: v128, q: v128, odd: v128): v128 {
  const sign = v128.and(i32x4.shl(q, 30), i32x4.splat(0x80000000))
  return v128.xor(v128.bitselect(cosine, sine, odd), sign)
}
