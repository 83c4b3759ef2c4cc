// Philox2x32-10 and Box-Muller on four particles at once; the TypeScript twins are src-core/numeric/philox.ts,
// gaussian-stream.ts and brownian-tree.ts.
import { cosTurn, madd, radius4, sinTurn, splat } from './elementary'

const MULTIPLIER: i32 = 0xd256d193
const WEYL: i32 = 0x9e3779b9

let wordA: v128 = i32x4.splat(0)
let wordB: v128 = i32x4.splat(0)

/** Ten rounds on counters (particles, word); the result is in wordA and wordB. */
@inline
function philox4(key: i32, particles: v128, word: i32): void {
  let a = particles
  let b = i32x4.splat(word)
  const multiplier = i32x4.splat(MULTIPLIER)
  let k = key
  for (let round = 0; round < 10; round++) {
    const low = v128.extmul_low<u32>(a, multiplier)
    const high = v128.extmul_high<u32>(a, multiplier)
    const top = v128.shuffle<u32>(low, high, 1, 3, 5, 7)
    const bottom = v128.shuffle<u32>(low, high, 0, 2, 4, 6)
    a = v128.xor(v128.xor(top, i32x4.splat(k)), b)
    b = bottom
    k += WEYL
  }
  wordA = a
  wordB = b
}

@inline
function particlesFrom(first: i32): v128 {
  return i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3))
}

/** One pair of coordinates of one node; `odd` is 0 where there is no second coordinate. */
export function normals(even: usize, odd: usize, padded: i32, seed: i32, first: i32, word: i32): void {
  for (let i = 0; i < padded; i += 4) {
    philox4(seed, particlesFrom(first + i), word)
    const radius = radius4(wordA)
    const angle = wordB
    v128.store(even + (<usize>i << 2), f32x4.mul(radius, cosTurn(angle)))
    if (odd != 0) v128.store(odd + (<usize>i << 2), f32x4.mul(radius, sinTurn(angle)))
  }
}

/**
 * W at a leaf for one pair of coordinates: from the cell [start, start + size) with ends in `low` and `high`, or from
 * the whole range when `low` is 0. `stream` is the counter's upper bits, `rootScale` the square root of the range.
 */
export function treeAt(
  outEven: usize,
  outOdd: usize,
  lowEven: usize,
  lowOdd: usize,
  highEven: usize,
  highOdd: usize,
  padded: i32,
  seed: i32,
  first: i32,
  stream: i32,
  rootScale: f32,
  leaf: i32,
  start0: i32,
  size0: i32,
  node0: i32,
): void {
  for (let i = 0; i < padded; i += 4) {
    const at = <usize>i << 2
    const particles = particlesFrom(first + i)
    let leftEven = splat(0)
    let leftOdd = splat(0)
    let rightEven: v128
    let rightOdd: v128
    if (lowEven != 0) {
      leftEven = v128.load(lowEven + at)
      rightEven = v128.load(highEven + at)
      leftOdd = outOdd != 0 ? v128.load(lowOdd + at) : splat(0)
      rightOdd = outOdd != 0 ? v128.load(highOdd + at) : splat(0)
    } else {
      philox4(seed, particles, stream)
      const radius = f32x4.mul(radius4(wordA), splat(rootScale))
      const angle = wordB
      rightEven = f32x4.mul(radius, cosTurn(angle))
      rightOdd = f32x4.mul(radius, sinTurn(angle))
    }
    let start = start0
    let size = size0
    let node = node0
    while (leaf > start && leaf < start + size) {
      const half = size >> 1
      const deviation: f32 = <f32>(0.5 * <f64>rootScale * Math.sqrt(<f64>size / 16777216.0))
      philox4(seed, particles, stream | node)
      const radius = f32x4.mul(radius4(wordA), splat(deviation))
      const angle = wordB
      const middleEven = madd(radius, cosTurn(angle), f32x4.mul(splat(0.5), f32x4.add(leftEven, rightEven)))
      const middleOdd = madd(radius, sinTurn(angle), f32x4.mul(splat(0.5), f32x4.add(leftOdd, rightOdd)))
      if (leaf < start + half) {
        rightEven = middleEven
        rightOdd = middleOdd
        node = node << 1
      } else {
        leftEven = middleEven
        leftOdd = middleOdd
        start += half
        node = (node << 1) | 1
      }
      size = half
    }
    const atStart = leaf <= start
    v128.store(outEven + at, atStart ? leftEven : rightEven)
    if (outOdd != 0) v128.store(outOdd + at, atStart ? leftOdd : rightOdd)
  }
}
