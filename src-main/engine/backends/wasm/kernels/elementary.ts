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

/** e^x for x <= 0; 0 below -87. Relative error 2e-7. */
@inline
export function exp4(x: v128): v128 {
  const low = f32x4.ge(x, splat(-87.0))
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
  const upper = i32x4.lt_s(w, i32x4.splat(0))
  // lower half: u = m 2^e with m in [sqrt(1/2), sqrt 2)
  const u = f32x4.mul(f32x4.add(f32x4.convert_i32x4_u(w), splat(0.5)), splat(2.3283064365386963e-10))
  const shifted = i32x4.sub(u, i32x4.splat(0x3f3504f3))
  const e = i32x4.shr_s(shifted, 23)
  const m = i32x4.sub(u, i32x4.shl(e, 23))
  const lowerF = f32x4.sub(m, splat(1.0))
  // upper half: f = -(1 - u)
  const v = f32x4.mul(f32x4.add(f32x4.convert_i32x4_u(v128.not(w)), splat(0.5)), splat(-2.3283064365386963e-10))
  const f = v128.bitselect(v, lowerF, upper)
  const exponent = v128.andnot(f32x4.convert_i32x4_s(e), upper)
  const s = f32x4.div(f, f32x4.add(f, splat(2.0)))
  const z = f32x4.mul(s, s)
  let p = splat(2.0 / 15.0)
  p = madd(p, z, splat(2.0 / 13.0))
  p = madd(p, z, splat(2.0 / 11.0))
  p = madd(p, z, splat(2.0 / 9.0))
  p = madd(p, z, splat(2.0 / 7.0))
  p = madd(p, z, splat(2.0 / 5.0))
  p = madd(p, z, splat(2.0 / 3.0))
  p = madd(f32x4.mul(p, z), s, f32x4.mul(splat(2.0), s))
  const ln = madd(exponent, splat(0.6931471805599453), p)
  return f32x4.sqrt(f32x4.mul(ln, splat(-2.0)))
}

/** sin and cos of 2 pi u for u = (w + 1/2) / 2^32, from the nearest quarter turn. */
@inline
export function turnOf(w: v128): v128 {
  const quarter = i32x4.shr_u(i32x4.add(w, i32x4.splat(0x20000000)), 30)
  const rest = i32x4.sub(w, i32x4.shl(quarter, 30))
  return f32x4.mul(f32x4.add(f32x4.convert_i32x4_s(rest), splat(0.5)), splat(1.4629180792671596e-9))
}

@inline
function sinPart(r: v128): v128 {
  const z = f32x4.mul(r, r)
  let s = splat(1.0 / 362880.0)
  s = madd(s, z, splat(-1.0 / 5040.0))
  s = madd(s, z, splat(1.0 / 120.0))
  s = madd(s, z, splat(-1.0 / 6.0))
  return madd(f32x4.mul(s, z), r, r)
}

@inline
function cosPart(r: v128): v128 {
  const z = f32x4.mul(r, r)
  let c = splat(1.0 / 40320.0)
  c = madd(c, z, splat(-1.0 / 720.0))
  c = madd(c, z, splat(1.0 / 24.0))
  c = madd(c, z, splat(-0.5))
  return madd(c, z, splat(1.0))
}

@inline
export function cosTurn(w: v128): v128 {
  return quarterTurned(w, 1)
}

@inline
export function sinTurn(w: v128): v128 {
  return quarterTurned(w, 0)
}

/** sin(2 pi u + shift pi / 2) */
@inline
function quarterTurned(w: v128, shift: i32): v128 {
  const r = turnOf(w)
  const quarter = i32x4.add(i32x4.shr_u(i32x4.add(w, i32x4.splat(0x20000000)), 30), i32x4.splat(shift))
  const odd = i32x4.ne(v128.and(quarter, i32x4.splat(1)), i32x4.splat(0))
  const value = v128.bitselect(cosPart(r), sinPart(r), odd)
  const sign = i32x4.shl(v128.and(quarter, i32x4.splat(2)), 30)
  return v128.xor(value, sign)
}
