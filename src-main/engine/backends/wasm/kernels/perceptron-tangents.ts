// What losses with a divergence add to training: derivatives along directions of the input, carried through the layers
// beside the values, and what comes back from them. A row holds the values of `columns` particles, then their
// derivatives along each of blocks - 1 directions, as many columns each; so layers and sums over columns need nothing
// new. The TypeScript twin is src-core/learning/training/reference-trainer.ts.
import { madd, tabled } from './elementary'
import { logistic, SILU, TANH_TABLE, tanh4 } from './perceptron'

/**
 * On the pre-activations a and their derivatives a': values become f(a), derivatives f'(a) a'. What the sweep back
 * needs goes to `slopes`: f'(a), and f''(a) a' in the place of each derivative.
 */
export function activateAlong(
  rows: usize,
  slopes: usize,
  outputs: i32,
  columns: i32,
  blocks: i32,
  stride: usize,
  kind: i32,
): void {
  const block = <usize>columns << 2
  const end = <usize>blocks * block
  for (let j = 0; j < outputs; j++) {
    for (let c: usize = 0; c < block; c += 16) {
      const a = v128.load(rows + c)
      const one = tabled(TANH_TABLE, 13)
      let value: v128
      let slope: v128
      let bend: v128
      if (kind == SILU) {
        const s = logistic(a)
        const rest = f32x4.sub(one, s)
        value = f32x4.mul(a, s)
        slope = madd(value, rest, s)
        // s (1 - s) (2 + a (1 - 2 s))
        bend = f32x4.sub(f32x4.add(one, f32x4.mul(a, rest)), f32x4.sub(value, one))
        bend = f32x4.mul(f32x4.mul(s, rest), bend)
      } else {
        value = tanh4(a)
        slope = f32x4.sub(one, f32x4.mul(value, value))
        bend = f32x4.mul(f32x4.neg(f32x4.add(value, value)), slope)
      }
      v128.store(rows + c, value)
      v128.store(slopes + c, slope)
      for (let k = block + c; k < end; k += block) {
        const dot = v128.load(rows + k)
        v128.store(rows + k, f32x4.mul(slope, dot))
        v128.store(slopes + k, f32x4.mul(bend, dot))
      }
    }
    rows += stride
    slopes += stride
  }
}

/** Through the same activation backwards: b <- f' b + sum of f'' a' b_k, b_k <- f' b_k. */
export function backAlong(
  back: usize,
  slopes: usize,
  outputs: i32,
  columns: i32,
  blocks: i32,
  stride: usize,
): void {
  const block = <usize>columns << 2
  const end = <usize>blocks * block
  for (let j = 0; j < outputs; j++) {
    for (let c: usize = 0; c < block; c += 16) {
      const slope = v128.load(slopes + c)
      let sum = f32x4.mul(slope, v128.load(back + c))
      for (let k = block + c; k < end; k += block) {
        const dot = v128.load(back + k)
        sum = madd(v128.load(slopes + k), dot, sum)
        v128.store(back + k, f32x4.mul(slope, dot))
      }
      v128.store(back + c, sum)
    }
    back += stride
    slopes += stride
  }
}
