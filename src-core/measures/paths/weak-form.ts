import type { Sde } from '#core/densities/sde/sde'
import { meanOf } from './ito-bench'
import type { Estimate } from './weights'

/** A test function with what L asks of it. y is 0 on a line. */
export interface TestFunction {
  value(x: number, y: number): number
}

const STEP = 1e-3

/**
 * L phi = mu . grad phi + 1/2 sum D_ij d_i d_j phi at the particles x [n, d], and its mean: d/dt E phi(X_t) = E L phi(X_t).
 * Derivatives of phi are central differences, of relative error about 1e-6.
 */
export function generatorMean(sde: Sde, phi: TestFunction, x: Float64Array, t: number): Estimate {
  return meanOf(generatorAt(sde, phi, x, t))
}

/** L phi at every particle, [n] */
export function generatorAt(sde: Sde, phi: TestFunction, x: Float64Array, t: number): Float64Array {
  const { dimension: d, noises: m } = sde
  const n = x.length / d
  const drift = new Float64Array(d)
  const matrix = new Float64Array(d * m)
  const out = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const [px, py] = [x[i * d]!, d === 2 ? x[i * d + 1]! : 0]
    sde.drift(drift, px, py, t)
    sde.diffusion(matrix, px, py, t)
    const at = (a: number, b: number): number => phi.value(px + a * STEP, py + b * STEP)
    const tensor = (a: number, b: number): number => {
      let sum = 0
      for (let k = 0; k < m; k++) sum += matrix[a * m + k]! * matrix[b * m + k]!
      return sum
    }
    const centre = at(0, 0)
    let value = (drift[0]! * (at(1, 0) - at(-1, 0))) / (2 * STEP)
    value += (0.5 * tensor(0, 0) * (at(1, 0) - 2 * centre + at(-1, 0))) / STEP ** 2
    if (d === 2) {
      value += (drift[1]! * (at(0, 1) - at(0, -1))) / (2 * STEP)
      value += (0.5 * tensor(1, 1) * (at(0, 1) - 2 * centre + at(0, -1))) / STEP ** 2
      const mixed = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * STEP ** 2)
      value += tensor(0, 1) * mixed
    }
    out[i] = value
  }
  return out
}

/** (E phi after - E phi before) / dt from the same particles, so that the spread of phi itself drops out */
export function rateOfMean(
  phi: TestFunction,
  before: Float64Array,
  after: Float64Array,
  dt: number,
  d: number,
): Estimate {
  const at = (x: Float64Array, i: number): number => phi.value(x[i * d]!, d === 2 ? x[i * d + 1]! : 0)
  return meanOf(
    Float64Array.from({ length: before.length / d }, (_, i) => (at(after, i) - at(before, i)) / dt),
  )
}
