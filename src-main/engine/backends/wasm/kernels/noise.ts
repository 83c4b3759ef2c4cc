// Philox2x32-10, Box-Muller and the draws of a Brownian path; the TypeScript twins are src-core/numeric/philox.ts,
// box-muller.ts and brownian/plain-arrays.ts. Particles go through in rows of ROW, step by step, so that what lies
// between two steps stays in the nearest cache and the steps of neighbours overlap.
import { cosPart, isOdd, madd, quarterOf, radius4, restOf, sinPart, splat, turnedCosine, turnedSine } from './elementary'

const MULTIPLIER: i32 = 0xd256d193
const WEYL: i32 = 0x9e3779b9
const ROW: i32 = 256
const ROW_BYTES: usize = 1024

/** The two words of a counter, then the two normals made of them, for a row */
const first = memory.data(1024, 16)
const second = memory.data(1024, 16)
/** Ends of the cell that a descent has come to, two coordinates each */
const low = memory.data(2048, 16)
const high = memory.data(2048, 16)

@inline
function top(a: v128, multiplier: v128): v128 {
  return v128.shuffle<u32>(v128.extmul_low<u32>(a, multiplier), v128.extmul_high<u32>(a, multiplier), 1, 3, 5, 7)
}

@inline
function bottom(a: v128, multiplier: v128): v128 {
  return v128.shuffle<u32>(v128.extmul_low<u32>(a, multiplier), v128.extmul_high<u32>(a, multiplier), 0, 2, 4, 6)
}

/** Ten rounds on the counters (a, word), (a + 1, word), ...; sixteen at a time, since rounds wait for each other. */
function words(key: i32, a: i32, word: i32, count: i32): void {
  const multiplier = i32x4.splat(MULTIPLIER)
  const weyl = i32x4.splat(WEYL)
  const bytes = <usize>count << 2
  let x0 = i32x4.add(i32x4.splat(a), i32x4(0, 1, 2, 3))
  for (let i: usize = 0; i < bytes; i += 64) {
    let a0 = x0
    let a1 = i32x4.add(x0, i32x4.splat(4))
    let a2 = i32x4.add(x0, i32x4.splat(8))
    let a3 = i32x4.add(x0, i32x4.splat(12))
    x0 = i32x4.add(x0, i32x4.splat(16))
    let b0 = i32x4.splat(word)
    let b1 = b0
    let b2 = b0
    let b3 = b0
    let key4 = i32x4.splat(key)
    for (let round = 0; round < 10; round++) {
      const t0 = v128.xor(v128.xor(top(a0, multiplier), key4), b0)
      b0 = bottom(a0, multiplier)
      a0 = t0
      const t1 = v128.xor(v128.xor(top(a1, multiplier), key4), b1)
      b1 = bottom(a1, multiplier)
      a1 = t1
      const t2 = v128.xor(v128.xor(top(a2, multiplier), key4), b2)
      b2 = bottom(a2, multiplier)
      a2 = t2
      const t3 = v128.xor(v128.xor(top(a3, multiplier), key4), b3)
      b3 = bottom(a3, multiplier)
      a3 = t3
      key4 = i32x4.add(key4, weyl)
    }
    v128.store(first + i, a0)
    v128.store(first + i, a1, 16)
    v128.store(first + i, a2, 32)
    v128.store(first + i, a3, 48)
    v128.store(second + i, b0)
    v128.store(second + i, b1, 16)
    v128.store(second + i, b2, 32)
    v128.store(second + i, b3, 48)
  }
}

/** Words become normals in place; eight at a time, since roots and quotients are waited for. */
function boxMuller(count: i32): void {
  const bytes = <usize>count << 2
  for (let i: usize = 0; i < bytes; i += 32) {
    const radius0 = radius4(v128.load(first + i))
    const radius1 = radius4(v128.load(first + i, 16))
    const angle0 = v128.load(second + i)
    const angle1 = v128.load(second + i, 16)
    const quarter0 = quarterOf(angle0)
    const quarter1 = quarterOf(angle1)
    const rest0 = restOf(angle0, quarter0)
    const rest1 = restOf(angle1, quarter1)
    const cosine0 = cosPart(rest0)
    const cosine1 = cosPart(rest1)
    const sine0 = sinPart(rest0)
    const sine1 = sinPart(rest1)
    const odd0 = isOdd(quarter0)
    const odd1 = isOdd(quarter1)
    v128.store(first + i, f32x4.mul(radius0, turnedCosine(cosine0, sine0, quarter0, odd0)))
    v128.store(first + i, f32x4.mul(radius1, turnedCosine(cosine1, sine1, quarter1, odd1)), 16)
    v128.store(second + i, f32x4.mul(radius0, turnedSine(cosine0, sine0, quarter0, odd0)))
    v128.store(second + i, f32x4.mul(radius1, turnedSine(cosine1, sine1, quarter1, odd1)), 16)
  }
}

/** One pair of coordinates of one node; `odd` is 0 where there is no second coordinate. */
export function normals(even: usize, odd: usize, padded: i32, seed: i32, a: i32, word: i32): void {
  for (let i = 0; i < padded; i += ROW) {
    const count = min(ROW, padded - i)
    words(seed, a + i, word, count)
    boxMuller(count)
    const at = <usize>i << 2
    memory.copy(even + at, first, <usize>count << 2)
    if (odd != 0) memory.copy(odd + at, second, <usize>count << 2)
  }
}

/** out <- left u + right v + deviation z over a row */
@inline
function bridge(out: usize, x: usize, u: f32, y: usize, v: f32, z: usize, deviation: f32, count: i32): void {
  const bytes = <usize>count << 2
  for (let i: usize = 0; i < bytes; i += 16) {
    const middle = madd(splat(u), v128.load(x + i), f32x4.mul(splat(v), v128.load(y + i)))
    v128.store(out + i, madd(splat(deviation), v128.load(z + i), middle))
  }
}

@inline
function loadRow(to: usize, from: usize, at: usize, count: i32): void {
  if (from != 0) memory.copy(to, from + at, <usize>count << 2)
  else memory.fill(to, 0, <usize>count << 2)
}

/**
 * W at the place of the last of `count` draws, for one pair of coordinates (`odd` false: one coordinate), from the
 * ends `left` and `right` of a cell (0: zero there). A draw is six words: counter word, shift of the particle's
 * number, left weight, right weight, deviation, and whether the next draw lies to the left of it (1) or right (0).
 * Arrays are planes; the second coordinate stands `plane` bytes after the first.
 */
export function descend(
  out: usize,
  left: usize,
  right: usize,
  odd: bool,
  padded: i32,
  seed: i32,
  particle: i32,
  draws: usize,
  count: i32,
): void {
  const plane = <usize>padded << 2
  for (let i = 0; i < padded; i += ROW) {
    const n = min(ROW, padded - i)
    const at = <usize>i << 2
    loadRow(low, left, at, n)
    loadRow(high, right, at, n)
    if (odd) {
      loadRow(low + ROW_BYTES, left == 0 ? 0 : left + plane, at, n)
      loadRow(high + ROW_BYTES, right == 0 ? 0 : right + plane, at, n)
    }
    for (let k = 0; k < count; k++) {
      const draw = draws + <usize>k * 24
      words(seed, particle + i + load<i32>(draw, 4), load<i32>(draw), n)
      boxMuller(n)
      const u = load<f32>(draw, 8)
      const v = load<f32>(draw, 12)
      const deviation = load<f32>(draw, 16)
      const last = k == count - 1
      const into = last ? out + at : load<i32>(draw, 20) == 1 ? high : low
      bridge(into, low, u, high, v, first, deviation, n)
      if (odd) {
        const after = last ? into + plane : into + ROW_BYTES
        bridge(after, low + ROW_BYTES, u, high + ROW_BYTES, v, second, deviation, n)
      }
    }
  }
}
