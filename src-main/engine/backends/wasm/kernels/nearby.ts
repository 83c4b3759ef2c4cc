// Score of many equal round Gaussians by the sum over those near a particle; the TypeScript twin, which says what is
// left out, is src-core/scores/nearby/nearby-mixture.ts. Four points at a time, for one particle.
import { exp4, madd, near4, splat } from './elementary'

/** Bytes of one coordinate of a block's 32 points */
const BLOCK: usize = 128

@inline
function lanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  )
}

/**
 * Squares of the least and the largest distance to four boxes along one coordinate, added to what `least` and `most`
 * have; boxes are [2 d][blocks], the low sides before the high ones.
 */
@inline
function out1(p: v128, low: v128, high: v128): v128 {
  return f32x4.pmax(splat(0), f32x4.pmax(f32x4.sub(p, high), f32x4.sub(low, p)))
}

@inline
function far1(p: v128, low: v128, high: v128): v128 {
  return f32x4.pmax(f32x4.sub(p, low), f32x4.sub(high, p))
}

/**
 * `centres` are blocks of [d][32] points times alpha, what is missing at 1e30; `boxes` [2 d][blocks] their corners, with
 * `blocks` a multiple of four. `scratch` holds 136 bytes a block.
 */
export function nearby(
  out: usize,
  x: usize,
  padded: i32,
  d: i32,
  centres: usize,
  boxes: usize,
  blocks: i32,
  precision: f32,
  scratch: usize,
): void {
  const plane = <usize>padded << 2
  const row = <usize>blocks << 2
  const second = d > 1
  const third = d > 2
  const span = <usize>d * BLOCK
  const distances = scratch
  const list = scratch + row
  const exponents = list + row
  const high = boxes + <usize>d * row
  const half = splat(-0.5 * precision)
  // Terms below e^-20 of the largest: see elementary.ts
  const reach: f32 = 40.0 / precision
  for (let i: usize = 0; i < plane; i += 4) {
    const x0 = load<f32>(x + i)
    const y0: f32 = second ? load<f32>(x + plane + i) : 0
    const z0: f32 = third ? load<f32>(x + 2 * plane + i) : 0
    const px = splat(x0)
    const py = splat(y0)
    const pz = splat(z0)
    let bound = splat(3.0e38)
    for (let b: usize = 0; b < row; b += 16) {
      let low = v128.load(boxes + b)
      let top = v128.load(high + b)
      let o = out1(px, low, top)
      let f = far1(px, low, top)
      let least = f32x4.mul(o, o)
      let most = f32x4.mul(f, f)
      if (second) {
        low = v128.load(boxes + row + b)
        top = v128.load(high + row + b)
        o = out1(py, low, top)
        f = far1(py, low, top)
        least = madd(o, o, least)
        most = madd(f, f, most)
      }
      if (third) {
        low = v128.load(boxes + 2 * row + b)
        top = v128.load(high + 2 * row + b)
        o = out1(pz, low, top)
        f = far1(pz, low, top)
        least = madd(o, o, least)
        most = madd(f, f, most)
      }
      v128.store(distances + b, least)
      bound = f32x4.pmin(most, bound)
    }
    const limit =
      min(
        min(f32x4.extract_lane(bound, 0), f32x4.extract_lane(bound, 1)),
        min(f32x4.extract_lane(bound, 2), f32x4.extract_lane(bound, 3)),
      ) + reach

    let used: usize = 0
    let top = splat(-3.0e38)
    for (let b: usize = 0; b < row; b += 4) {
      if (load<f32>(distances + b) > limit) continue
      const from = centres + (b >> 2) * span
      const to = exponents + used * (BLOCK >> 2)
      store<u32>(list + used, <u32>from)
      used += 4
      for (let k: usize = 0; k < BLOCK; k += 16) {
        const dx = f32x4.sub(px, v128.load(from + k))
        let q = f32x4.mul(dx, dx)
        if (second) {
          const dy = f32x4.sub(py, v128.load(from + BLOCK + k))
          q = madd(dy, dy, q)
        }
        if (third) {
          const dz = f32x4.sub(pz, v128.load(from + 2 * BLOCK + k))
          q = madd(dz, dz, q)
        }
        const e = f32x4.mul(half, q)
        v128.store(to + k, e)
        top = f32x4.pmax(top, e)
      }
    }
    const largest = max(
      max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)),
      max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)),
    )
    top = splat(largest)

    let sum = splat(0)
    let mx = splat(0)
    let my = splat(0)
    let mz = splat(0)
    for (let u: usize = 0; u < used; u += 4) {
      const from = <usize>load<u32>(list + u)
      const at = exponents + u * (BLOCK >> 2)
      for (let k: usize = 0; k < BLOCK; k += 16) {
        const gap = f32x4.sub(v128.load(at + k), top)
        if (!v128.any_true(near4(gap))) continue
        const e = exp4(gap)
        sum = f32x4.add(sum, e)
        mx = madd(e, v128.load(from + k), mx)
        if (second) my = madd(e, v128.load(from + BLOCK + k), my)
        if (third) mz = madd(e, v128.load(from + 2 * BLOCK + k), mz)
      }
    }
    const scale: f32 = 1 / lanes(sum)
    store<f32>(out + i, precision * (scale * lanes(mx) - x0))
    if (second) store<f32>(out + plane + i, precision * (scale * lanes(my) - y0))
    if (third) store<f32>(out + 2 * plane + i, precision * (scale * lanes(mz) - z0))
  }
}
