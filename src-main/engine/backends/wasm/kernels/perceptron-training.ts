// What training adds to the layers of perceptron.ts: gradients of kernels and biases, and Adam. Same layout.
import { madd, splat } from './elementary'

/** The four sums of the lanes of four vectors */
@inline
function laneSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(i8x16.shuffle(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27), i8x16.shuffle(a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31))
  const cd = f32x4.add(i8x16.shuffle(c, d, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27), i8x16.shuffle(c, d, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31))
  return f32x4.add(i8x16.shuffle(ab, cd, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23), i8x16.shuffle(ab, cd, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31))
}

/** Gradient of a kernel: sums over columns of x_i times back_j, as panels; tiles of two inputs by four outputs. */
export function outer(
  out: usize,
  x: usize,
  back: usize,
  inputs: i32,
  outputs: i32,
  columns: i32,
  stride: usize,
): void {
  const length = <usize>columns << 2
  for (let j = 0; j < outputs; j += 4) {
    const y = back + <usize>j * stride
    for (let i = 0; i < inputs; i += 2) {
      let a0 = splat(0)
      let a1 = splat(0)
      let a2 = splat(0)
      let a3 = splat(0)
      let b0 = splat(0)
      let b1 = splat(0)
      let b2 = splat(0)
      let b3 = splat(0)
      let p = x + <usize>i * stride
      let q = p + stride
      let r0 = y
      let r1 = y + stride
      let r2 = r1 + stride
      let r3 = r2 + stride
      const end = p + length
      while (p < end) {
        const u = v128.load(p)
        const v = v128.load(q)
        let s = v128.load(r0)
        a0 = madd(s, u, a0)
        b0 = madd(s, v, b0)
        s = v128.load(r1)
        a1 = madd(s, u, a1)
        b1 = madd(s, v, b1)
        s = v128.load(r2)
        a2 = madd(s, u, a2)
        b2 = madd(s, v, b2)
        s = v128.load(r3)
        a3 = madd(s, u, a3)
        b3 = madd(s, v, b3)
        p += 16
        q += 16
        r0 += 16
        r1 += 16
        r2 += 16
        r3 += 16
      }
      v128.store(out, laneSums(a0, a1, a2, a3))
      v128.store(out, laneSums(b0, b1, b2, b3), 16)
      out += 32
    }
  }
}

/** Gradient of a bias: sums over columns of back_j. */
export function rowSums(out: usize, back: usize, outputs: i32, columns: i32, stride: usize): void {
  const length = <usize>columns << 2
  for (let j = 0; j < outputs; j++) {
    let sum = splat(0)
    const row = back + <usize>j * stride
    for (let c: usize = 0; c < length; c += 16) sum = f32x4.add(sum, v128.load(row + c))
    store<f32>(
      out + (<usize>j << 2),
      f32x4.extract_lane(sum, 0) +
        f32x4.extract_lane(sum, 1) +
        (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3)),
    )
  }
}

/** Panels of outputs to panels of inputs: the kernel of the sweep back, which exchanges the two. */
export function turnPanels(out: usize, kernel: usize, inputs: i32, outputs: i32): void {
  for (let i = 0; i < inputs; i += 4)
    for (let j = 0; j < outputs; j += 4) {
      const from = kernel + ((<usize>(j >> 2) * inputs + i) << 4)
      const to = out + ((<usize>(i >> 2) * outputs + j) << 4)
      for (let p: usize = 0; p < 4; p++)
        for (let q: usize = 0; q < 4; q++)
          store<f32>(to + (q << 4) + (p << 2), load<f32>(from + (p << 4) + (q << 2)))
    }
}

/** Sum of squares; in float64, since the norm of a gradient that is about to run away is asked for too. */
export function squares(x: usize, length: i32): f64 {
  let sum: f64 = 0
  const bytes = <usize>length << 2
  for (let i: usize = 0; i < bytes; i += 16) {
    const v = v128.load(x + i)
    const s = f32x4.mul(v, v)
    sum +=
      <f64>f32x4.extract_lane(s, 0) +
      <f64>f32x4.extract_lane(s, 1) +
      (<f64>f32x4.extract_lane(s, 2) + <f64>f32x4.extract_lane(s, 3))
  }
  return sum
}

/** One step of Adam with decoupled decay, and of the moving average; the twin of src-core/learning/training/adam.ts. */
export function adam(
  weights: usize,
  first: usize,
  second: usize,
  average: usize,
  gradient: usize,
  length: i32,
  beta1: f32,
  beta2: f32,
  rest1: f32,
  rest2: f32,
  epsilon: f32,
  rate: f32,
  spread: f32,
  keep: f32,
  shorten: f32,
  decay: f32,
  rest: f32,
): void {
  const bytes = <usize>length << 2
  for (let i: usize = 0; i < bytes; i += 16) {
    const g = f32x4.mul(splat(shorten), v128.load(gradient + i))
    const m = madd(splat(beta1), v128.load(first + i), f32x4.mul(splat(rest1), g))
    const v = madd(splat(beta2), v128.load(second + i), f32x4.mul(f32x4.mul(splat(rest2), g), g))
    v128.store(first + i, m)
    v128.store(second + i, v)
    const down = f32x4.div(f32x4.mul(splat(rate), m), madd(f32x4.sqrt(v), splat(spread), splat(epsilon)))
    const w = f32x4.sub(f32x4.mul(splat(keep), v128.load(weights + i)), down)
    v128.store(weights + i, w)
    v128.store(average + i, madd(splat(decay), v128.load(average + i), f32x4.mul(splat(rest), w)))
  }
}
