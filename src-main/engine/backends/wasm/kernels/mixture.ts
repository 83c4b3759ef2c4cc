// Score of a Gaussian mixture at one noise level; the TypeScript twin is src-core/scores/mixture-score.ts.
// A component is a row of float32: log factor, centre [d], then the precision matrix (upper triangle, d (d + 1) / 2).
import { exp4, madd, near4, splat } from './elementary'

/** Equal round components in the plane: rows of (log factor, centre x, centre y), one precision for all. */
export function isotropicPlane(
  out: usize,
  x: usize,
  padded: i32,
  rows: usize,
  count: i32,
  precision: f32,
  exponents: usize,
): void {
  const plane = <usize>padded << 2
  const half = splat(-0.5 * precision)
  for (let i: usize = 0; i < plane; i += 16) {
    const px = v128.load(x + i)
    const py = v128.load(x + plane + i)
    let top = splat(-3.0e38)
    let row = rows
    for (let k = 0; k < count; k++) {
      const dx = f32x4.sub(px, v128.load32_splat(row, 4))
      const dy = f32x4.sub(py, v128.load32_splat(row, 8))
      const e = madd(half, madd(dx, dx, f32x4.mul(dy, dy)), v128.load32_splat(row))
      v128.store(exponents + (<usize>k << 4), e)
      top = f32x4.pmax(top, e)
      row += 12
    }
    let sum = splat(0)
    let mx = splat(0)
    let my = splat(0)
    row = rows
    for (let k = 0; k < count; k++) {
      const gap = f32x4.sub(v128.load(exponents + (<usize>k << 4)), top)
      if (!v128.any_true(near4(gap))) {
        row += 12
        continue
      }
      const e = exp4(gap)
      sum = f32x4.add(sum, e)
      mx = madd(e, v128.load32_splat(row, 4), mx)
      my = madd(e, v128.load32_splat(row, 8), my)
      row += 12
    }
    const p = splat(precision)
    v128.store(out + i, f32x4.mul(p, f32x4.sub(f32x4.div(mx, sum), px)))
    v128.store(out + plane + i, f32x4.mul(p, f32x4.sub(f32x4.div(my, sum), py)))
  }
}

/** Equal round components on the line or in space: rows of (log factor, centre [d]), d = 1 or 3. */
export function isotropic(
  out: usize,
  x: usize,
  padded: i32,
  rows: usize,
  count: i32,
  d: i32,
  precision: f32,
  exponents: usize,
): void {
  const plane = <usize>padded << 2
  const stride = <usize>(1 + d) << 2
  const half = splat(-0.5 * precision)
  const p = splat(precision)
  const space = d > 1
  for (let i: usize = 0; i < plane; i += 16) {
    const px = v128.load(x + i)
    const py = space ? v128.load(x + plane + i) : splat(0)
    const pz = space ? v128.load(x + 2 * plane + i) : splat(0)
    let top = splat(-3.0e38)
    let row = rows
    for (let k = 0; k < count; k++) {
      const dx = f32x4.sub(px, v128.load32_splat(row, 4))
      let q = f32x4.mul(dx, dx)
      if (space) {
        const dy = f32x4.sub(py, v128.load32_splat(row, 8))
        const dz = f32x4.sub(pz, v128.load32_splat(row, 12))
        q = madd(dz, dz, madd(dy, dy, q))
      }
      const e = madd(half, q, v128.load32_splat(row))
      v128.store(exponents + (<usize>k << 4), e)
      top = f32x4.pmax(top, e)
      row += stride
    }
    let sum = splat(0)
    let mx = splat(0)
    let my = splat(0)
    let mz = splat(0)
    row = rows
    for (let k = 0; k < count; k++, row += stride) {
      const gap = f32x4.sub(v128.load(exponents + (<usize>k << 4)), top)
      if (!v128.any_true(near4(gap))) continue
      const e = exp4(gap)
      sum = f32x4.add(sum, e)
      mx = madd(e, v128.load32_splat(row, 4), mx)
      if (space) {
        my = madd(e, v128.load32_splat(row, 8), my)
        mz = madd(e, v128.load32_splat(row, 12), mz)
      }
    }
    v128.store(out + i, f32x4.mul(p, f32x4.sub(f32x4.div(mx, sum), px)))
    if (space) {
      v128.store(out + plane + i, f32x4.mul(p, f32x4.sub(f32x4.div(my, sum), py)))
      v128.store(out + 2 * plane + i, f32x4.mul(p, f32x4.sub(f32x4.div(mz, sum), pz)))
    }
  }
}

/** Any covariances, d = 1, 2 or 3. */
export function general(
  out: usize,
  x: usize,
  padded: i32,
  rows: usize,
  count: i32,
  d: i32,
  exponents: usize,
): void {
  const plane = <usize>padded << 2
  const stride = <usize>(1 + d + ((d * (d + 1)) >> 1)) << 2
  const second = d > 1
  const third = d > 2
  for (let i: usize = 0; i < plane; i += 16) {
    const px = v128.load(x + i)
    const py = second ? v128.load(x + plane + i) : splat(0)
    const pz = third ? v128.load(x + 2 * plane + i) : splat(0)
    let top = splat(-3.0e38)
    let row = rows
    for (let k = 0; k < count; k++) {
      const dx = f32x4.sub(px, v128.load32_splat(row, 4))
      let q: v128
      if (!second) {
        q = f32x4.mul(f32x4.mul(dx, dx), v128.load32_splat(row, 8))
      } else if (!third) {
        const dy = f32x4.sub(py, v128.load32_splat(row, 8))
        const gx = madd(v128.load32_splat(row, 12), dx, f32x4.mul(v128.load32_splat(row, 16), dy))
        const gy = madd(v128.load32_splat(row, 16), dx, f32x4.mul(v128.load32_splat(row, 20), dy))
        q = madd(dx, gx, f32x4.mul(dy, gy))
      } else {
        const dy = f32x4.sub(py, v128.load32_splat(row, 8))
        const dz = f32x4.sub(pz, v128.load32_splat(row, 12))
        const gx = madd(v128.load32_splat(row, 16), dx, madd(v128.load32_splat(row, 20), dy, f32x4.mul(v128.load32_splat(row, 24), dz)))
        const gy = madd(v128.load32_splat(row, 20), dx, madd(v128.load32_splat(row, 28), dy, f32x4.mul(v128.load32_splat(row, 32), dz)))
        const gz = madd(v128.load32_splat(row, 24), dx, madd(v128.load32_splat(row, 32), dy, f32x4.mul(v128.load32_splat(row, 36), dz)))
        q = madd(dx, gx, madd(dy, gy, f32x4.mul(dz, gz)))
      }
      const e = madd(splat(-0.5), q, v128.load32_splat(row))
      v128.store(exponents + (<usize>k << 4), e)
      top = f32x4.pmax(top, e)
      row += stride
    }
    let sum = splat(0)
    let sx = splat(0)
    let sy = splat(0)
    let sz = splat(0)
    row = rows
    for (let k = 0; k < count; k++) {
      const gap = f32x4.sub(v128.load(exponents + (<usize>k << 4)), top)
      if (!v128.any_true(near4(gap))) {
        row += stride
        continue
      }
      const e = exp4(gap)
      sum = f32x4.add(sum, e)
      const dx = f32x4.sub(v128.load32_splat(row, 4), px)
      if (!second) {
        sx = madd(e, f32x4.mul(dx, v128.load32_splat(row, 8)), sx)
      } else if (!third) {
        const dy = f32x4.sub(v128.load32_splat(row, 8), py)
        sx = madd(e, madd(v128.load32_splat(row, 12), dx, f32x4.mul(v128.load32_splat(row, 16), dy)), sx)
        sy = madd(e, madd(v128.load32_splat(row, 16), dx, f32x4.mul(v128.load32_splat(row, 20), dy)), sy)
      } else {
        const dy = f32x4.sub(v128.load32_splat(row, 8), py)
        const dz = f32x4.sub(v128.load32_splat(row, 12), pz)
        const gx = madd(v128.load32_splat(row, 16), dx, madd(v128.load32_splat(row, 20), dy, f32x4.mul(v128.load32_splat(row, 24), dz)))
        const gy = madd(v128.load32_splat(row, 20), dx, madd(v128.load32_splat(row, 28), dy, f32x4.mul(v128.load32_splat(row, 32), dz)))
        const gz = madd(v128.load32_splat(row, 24), dx, madd(v128.load32_splat(row, 32), dy, f32x4.mul(v128.load32_splat(row, 36), dz)))
        sx = madd(e, gx, sx)
        sy = madd(e, gy, sy)
        sz = madd(e, gz, sz)
      }
      row += stride
    }
    v128.store(out + i, f32x4.div(sx, sum))
    if (second) v128.store(out + plane + i, f32x4.div(sy, sum))
    if (third) v128.store(out + 2 * plane + i, f32x4.div(sz, sum))
  }
}
