// The kernels that the wasm backend calls. Arrays are planes of float32, one per coordinate, padded to four.
import { madd, splat } from './elementary'

export { fivePoint } from './five-point'
export { descend, normals } from './noise'
export { general, isotropic, isotropicPlane } from './mixture'
export { nearby } from './nearby'
export { layer, network } from './perceptron'
export { activateAlong, backAlong } from './perceptron-tangents'
export { adam, outer, rowSums, squares, turnPanels } from './perceptron-training'

/** out <- a x + b y + c z + d w over `length` floats, a multiple of four; the last `count` - 1 terms may be absent */
export function combine(
  out: usize,
  length: i32,
  count: i32,
  x: usize,
  a: f32,
  y: usize,
  b: f32,
  z: usize,
  c: f32,
  w: usize,
  d: f32,
): void {
  const bytes = <usize>length << 2
  for (let i: usize = 0; i < bytes; i += 16) {
    let sum = f32x4.mul(splat(a), v128.load(x + i))
    if (count > 1) sum = madd(splat(b), v128.load(y + i), sum)
    if (count > 2) sum = madd(splat(c), v128.load(z + i), sum)
    if (count > 3) sum = madd(splat(d), v128.load(w + i), sum)
    v128.store(out + i, sum)
  }
}

/** Where memory that the backend may use begins. */
export function heapBase(): usize {
  return __heap_base
}
