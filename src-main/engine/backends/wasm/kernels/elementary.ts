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

/** Terms e^x below e^-20 of the largest are 0: a thousand of them change a float32 sum by 2e-6 at most. */
export const FAR: f32 = -20.0

/** e^x for x <= 0; 0 below FAR. Relative error 2e-7. */
@inline
export function exp4(x: v128): v128 {
  const low = f32x4.ge(x, splat(FAR))
  const k = f32x4.nearest(f32x4.mul(x, splat(1.4426950408889634)))
  // k ln 2 in two parts, of which the first times k is exact
  let r = madd(k, splat(-0.693359375), x)
  r = madd(k, splat(2.12194440e-4), r)
  let p = splat(1.0 / 5040.0)
  p = madd(p, r, splat(1.0 / 720.0))
  p = madd(p, r, splat(1.0 / 120.0))
  p = madd(p, r, splat(1.0 / 24.0))
  p = madd(p, r, splat(1.0 / 6.0))
  p = madd(p, r, splat(0.5))
  p = madd(p, f32x4.mul(r, r), f32x4.add(r, splat(1.0)))
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127)), 23)
  return v128.and(f32x4.mul(p, scale), low)
}

/**
 * sqrt(-2 ln u) for u = (w + 1/2) / 2^32. Below 1/2 the logarithm comes from exponent and mantissa; above, from
 * 1 - u, which is exact, so that small radii keep their relative accuracy.
 */
@inline
export function radius4(w: v128): v128 {
  const upper = i32x4.shr_s(w, 31)
  // upper half: f = -(1 - u), where 1 - u = (~w + 1/2) / 2^32; so that both halves convert a positive int32
  const v = f32x4.mul(f32x4.add(f32x4.convert_i32x4_s(v128.xor(w, upper)), splat(0.5)), splat(2.3283064365386963e-10))
  // lower half: u = m 2^e with m in [sqrt(1/2), sqrt 2)
  const e = i32x4.shr_s(i32x4.sub(v, i32x4.splat(0x3f3504f3)), 23)
  const m = i32x4.sub(v, i32x4.shl(e, 23))
  const f = v128.bitselect(f32x4.neg(v), f32x4.sub(m, splat(1.0)), upper)
  const exponent = v128.andnot(f32x4.convert_i32x4_s(e), upper)
  // ln(1 + f) = 2 s + 2/3 s^3 + ... with |s| < 0.18 in the lower half and 1/3 at u = 1/2 in the upper one
  const s = f32x4.div(f, f32x4.add(f, splat(2.0)))
  const z = f32x4.mul(s, s)
  let p = splat(2.0 / 13.0)
  p = madd(p, z, splat(2.0 / 11.0))
  p = madd(p, z, splat(2.0 / 9.0))
  p = madd(p, z, splat(2.0 / 7.0))
  p = madd(p, z, splat(2.0 / 5.0))
  p = madd(p, z, splat(2.0 / 3.0))
  p = madd(f32x4.mul(p, z), s, f32x4.add(s, s))
  const ln = madd(exponent, splat(0.6931471805599453), p)
  return f32x4.sqrt(f32x4.mul(ln, splat(-2.0)))
}

/** The quarter turn that is nearest to 2 pi u, u = (w + 1/2) / 2^32. */
@inline
export function quarterOf(w: v128): v128 {
  return i32x4.shr_u(i32x4.add(w, i32x4.splat(0x20000000)), 30)
}

/** The angle from that quarter turn. */
@inline
export function restOf(w: v128, quarter: v128): v128 {
  const rest = i32x4.sub(w, i32x4.shl(quarter, 30))
  return f32x4.mul(f32x4.add(f32x4.convert_i32x4_s(rest), splat(0.5)), splat(1.4629180792671596e-9))
}

/** sin r for |r| <= pi/4 */
@inline
export function sinPart(r: v128): v128 {
  const z = f32x4.mul(r, r)
  let s = splat(1.0 / 362880.0)
  s = madd(s, z, splat(-1.0 / 5040.0))
  s = madd(s, z, splat(1.0 / 120.0))
  s = madd(s, z, splat(-1.0 / 6.0))
  return madd(f32x4.mul(s, z), r, r)
}

/** cos r for |r| <= pi/4 */
@inline
export function cosPart(r: v128): v128 {
  const z = f32x4.mul(r, r)
  let c = splat(1.0 / 40320.0)
  c = madd(c, z, splat(-1.0 / 720.0))
  c = madd(c, z, splat(1.0 / 24.0))
  c = madd(c, z, splat(-0.5))
  return madd(c, z, splat(1.0))
}

/** cos(r + q pi/2), from the parts; with q + 3 for q it is the sine */
@inline
export function turned(cosine: v128, sine: v128, q: v128): v128 {
  const odd = i32x4.shr_s(i32x4.shl(q, 31), 31)
  const sign = v128.and(i32x4.shl(i32x4.add(q, i32x4.splat(1)), 30), i32x4.splat(0x80000000))
  return v128.xor(v128.bitselect(sine, cosine, odd), sign)
}
