// Layers of a perceptron; the TypeScript twin is src-core/learning/network/perceptron.ts. Arrays are rows of float32,
// one per unit, with the particles along them; `stride` is the bytes from row to row. Widths are multiples of 4 and
// columns of 16. Kernels are panels of four outputs: [outputs / 4][inputs][4], so that a tile reads them in order.
import { madd, splat, tabled } from './elementary'

const PLAIN: i32 = 0
export const SILU: i32 = 1
const TANH: i32 = 2
/** The sum times what stands in `slopes`, for sweeps back */
const TIMES: i32 = 4

/** Where tanh is flat, its odd coefficients from the highest, the even ones from the highest, 1/2, 1. */
export const TANH_TABLE = memory.data<f32>([
  7.90531110763549805,
  -2.76076847742355e-16,
  2.00018790482477e-13,
  -8.60467152213735e-11,
  5.12229709037114e-8,
  1.48572235717979e-5,
  6.37261928875436e-4,
  4.89352455891786e-3,
  1.19825839466702e-6,
  1.18534705686654e-4,
  2.2684346324390e-3,
  4.89352518554385e-3,
  0.5,
  1.0,
])

/**
 * tanh a by the rational function of Eigen's generic_fast_tanh_float (minimax on [-9, 9]): error below 4e-7, for half
 * the work of an exponential and its division.
 */
@inline
export function tanh4(a: v128): v128 {
  const flat = tabled(TANH_TABLE, 0)
  const x = f32x4.pmax(f32x4.neg(flat), f32x4.pmin(flat, a))
  const z = f32x4.mul(x, x)
  let p = madd(tabled(TANH_TABLE, 1), z, tabled(TANH_TABLE, 2))
  p = madd(p, z, tabled(TANH_TABLE, 3))
  p = madd(p, z, tabled(TANH_TABLE, 4))
  p = madd(p, z, tabled(TANH_TABLE, 5))
  p = madd(p, z, tabled(TANH_TABLE, 6))
  p = madd(p, z, tabled(TANH_TABLE, 7))
  let q = madd(tabled(TANH_TABLE, 8), z, tabled(TANH_TABLE, 9))
  q = madd(q, z, tabled(TANH_TABLE, 10))
  q = madd(q, z, tabled(TANH_TABLE, 11))
  return f32x4.div(f32x4.mul(x, p), q)
}

@inline
export function logistic(a: v128): v128 {
  const half = tabled(TANH_TABLE, 12)
  return madd(tanh4(f32x4.mul(a, half)), half, half)
}

/** Stores the activation of a, and its slope where there is a place for it. */
@inline
function finish(out: usize, slopes: usize, a: v128, kind: i32): void {
  if (kind == SILU) {
    const s = logistic(a)
    const h = f32x4.mul(a, s)
    v128.store(out, h)
    // s + h (1 - s)
    if (slopes != 0) v128.store(slopes, madd(h, f32x4.sub(tabled(TANH_TABLE, 13), s), s))
  } else if (kind == TIMES) {
    v128.store(out, f32x4.mul(a, v128.load(slopes)))
  } else if (kind == PLAIN) {
    v128.store(out, a)
  } else if (kind == TANH) {
    const h = tanh4(a)
    v128.store(out, h)
    if (slopes != 0) v128.store(slopes, f32x4.sub(tabled(TANH_TABLE, 13), f32x4.mul(h, h)))
  } else {
    const positive = f32x4.gt(a, splat(0))
    v128.store(out, v128.and(a, positive))
    if (slopes != 0) v128.store(slopes, v128.and(splat(1), positive))
  }
}

/**
 * One layer on 16 columns: tiles of four outputs by eight columns, whose eight sums fit the registers of a machine with
 * sixteen; unrolling the loop spills them and halves the speed. A bias of 0 is none.
 */
function layer16(
  out: usize,
  outStride: usize,
  slopes: usize,
  x: usize,
  xStride: usize,
  kernel: usize,
  bias: usize,
  inputs: i32,
  outputs: i32,
  kind: i32,
): void {
  const panel = <usize>inputs << 4
  for (let j = 0; j < outputs; j += 4) {
    for (let half: usize = 0; half < 64; half += 32) {
      let a0 = splat(0)
      let b0 = splat(0)
      let c0 = splat(0)
      let d0 = splat(0)
      if (bias != 0) {
        const at = bias + (<usize>j << 2)
        a0 = v128.load32_splat(at)
        b0 = v128.load32_splat(at, 4)
        c0 = v128.load32_splat(at, 8)
        d0 = v128.load32_splat(at, 12)
      }
      let a1 = a0
      let b1 = b0
      let c1 = c0
      let d1 = d0
      let w = kernel
      let row = x + half
      const end = kernel + panel
      while (w < end) {
        const x0 = v128.load(row)
        const x1 = v128.load(row, 16)
        let s = v128.load32_splat(w)
        a0 = madd(s, x0, a0)
        a1 = madd(s, x1, a1)
        s = v128.load32_splat(w, 4)
        b0 = madd(s, x0, b0)
        b1 = madd(s, x1, b1)
        s = v128.load32_splat(w, 8)
        c0 = madd(s, x0, c0)
        c1 = madd(s, x1, c1)
        s = v128.load32_splat(w, 12)
        d0 = madd(s, x0, d0)
        d1 = madd(s, x1, d1)
        row += xStride
        w += 16
      }
      let place = <usize>j * outStride + half
      finish16(out, slopes, place, a0, a1, kind)
      place += outStride
      finish16(out, slopes, place, b0, b1, kind)
      place += outStride
      finish16(out, slopes, place, c0, c1, kind)
      place += outStride
      finish16(out, slopes, place, d0, d1, kind)
    }
    kernel += panel
  }
}

function finish16(out: usize, slopes: usize, place: usize, a: v128, b: v128, kind: i32): void {
  const slope = slopes == 0 ? 0 : slopes + place
  finish(out + place, slope, a, kind)
  finish(out + place + 16, slope == 0 ? 0 : slope + 16, b, kind)
}

/**
 * One layer on all columns; `slopes` is 0, where slopes go, or what a sweep back multiplies by. Sixteen columns at a
 * time are gathered in `scratch` (64 bytes an input), since reading down the rows would touch a page for each.
 */
export function layer(
  out: usize,
  slopes: usize,
  x: usize,
  kernel: usize,
  bias: usize,
  inputs: i32,
  outputs: i32,
  columns: i32,
  stride: usize,
  kind: i32,
  scratch: usize,
): void {
  for (let c: usize = 0; c < <usize>columns << 2; c += 64) {
    let from = x + c
    for (let i = 0; i < inputs; i++) {
      const to = scratch + (<usize>i << 6)
      v128.store(to, v128.load(from))
      v128.store(to, v128.load(from, 16), 16)
      v128.store(to, v128.load(from, 32), 32)
      v128.store(to, v128.load(from, 48), 48)
      from += stride
    }
    layer16(out + c, stride, slopes == 0 ? 0 : slopes + c, scratch, 64, kernel, bias, inputs, outputs, kind)
  }
}

/**
 * The score of a network at one noise level, for planes of `padded` particles: onState x + onScore F. `layers` is a
 * table of (kernel, bias, inputs, outputs) as uint32, whose first kernel and bias have the level folded in; `scratch`
 * holds two blocks of the widest layer by 16 columns.
 */
export function network(
  out: usize,
  x: usize,
  padded: i32,
  d: i32,
  layers: usize,
  count: i32,
  widest: i32,
  kind: i32,
  onState: f32,
  onScore: f32,
  scratch: usize,
): void {
  const plane = <usize>padded << 2
  const block = <usize>widest << 6
  const state = splat(onState)
  const score = splat(onScore)
  for (let first: usize = 0; first < plane; first += 64) {
    const last = min<usize>(64, plane - first)
    let from = scratch
    let to = scratch + block
    for (let j: usize = 0; j < 4; j++)
      for (let c: usize = 0; c < 64; c += 16)
        v128.store(
          from + (j << 6) + c,
          j < <usize>d && c < last ? v128.load(x + j * plane + first + c) : splat(0),
        )
    let table = layers
    for (let l = 1; l <= count; l++) {
      layer16(
        to,
        64,
        0,
        from,
        64,
        load<u32>(table),
        load<u32>(table, 4),
        load<i32>(table, 8),
        load<i32>(table, 12),
        l == count ? PLAIN : kind,
      )
      const held = from
      from = to
      to = held
      table += 16
    }
    for (let j: usize = 0; j < <usize>d; j++)
      for (let c: usize = 0; c < last; c += 16) {
        const place = j * plane + first + c
        const f = v128.load(from + (j << 6) + c)
        v128.store(out + place, madd(score, f, f32x4.mul(state, v128.load(x + place))))
      }
  }
}
