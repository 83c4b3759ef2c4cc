import type { Sde } from '#core/densities/sde/sde'
import type { AxisEnds } from '#core/densities/transport'
import { cellSize, centres, type Grid, shape, spacing } from '#core/numeric/grids/grid'
import { weightedFisher } from './information'

/**
 * De Bruijn's identity for any equation dX = mu dt + S dW (Stam 1959 for the Gaussian channel; by parts in general):
 *
 *   dH/dt = E[div v] + E[s^T K s] - oint p v.n,   K = S S^T / 2,  v = mu - div K,  s = grad log p,
 *
 * the last term at ends that keep what comes to them. Read from the equation itself, not from the scheme that solves it.
 */
export function entropyBalance(
  sde: Sde,
  grid: Grid,
  ends: readonly AxisEnds[],
): (p: Float64Array, t: number) => number {
  let held: Coefficients | null = null
  return (p, t) => {
    if (held === null || !sde.steady) held = coefficientsAt(sde, grid, ends, t)
    const size = cellSize(grid)
    let sum = weightedFisher(p, grid, held.tensor)
    for (let i = 0; i < p.length; i++) sum += size * p[i]! * held.divergence[i]!
    for (const { cell, next, outward } of held.ends) {
      // From the two nearest cells to the end itself
      sum -= Math.max(0, 1.5 * p[cell]! - 0.5 * p[next]!) * outward
    }
    return sum
  }
}

/** Of the differences of K: their error is about 1e-7 of its third derivative. */
const STEP = 1e-3

interface Coefficients {
  /** div v at the centres, [cells] */
  readonly divergence: Float64Array
  /** [cells, 3]: K_xx, K_xy, K_yy at the centres */
  readonly tensor: Float64Array
  /** v.n times the size of the face, where ends keep what comes to them */
  readonly ends: readonly { readonly cell: number; readonly next: number; readonly outward: number }[]
}

function coefficientsAt(sde: Sde, grid: Grid, ends: readonly AxisEnds[], t: number): Coefficients {
  const [nx, ny] = shape(grid)
  const d = grid.axes.length
  const x = centres(grid.axes[0])
  const y = grid.axes[1] === undefined ? Float64Array.of(0) : centres(grid.axes[1])
  const h = grid.axes.map(spacing)
  const v = driftOf(sde, t)
  const tensor = new Float64Array(3 * nx * ny)
  const divergence = new Float64Array(nx * ny)
  const found: { cell: number; next: number; outward: number }[] = []
  for (let i = 0; i < nx; i++)
    for (let j = 0; j < ny; j++) {
      const cell = i * ny + j
      const [px, py] = [x[i]!, y[j]!]
      tensor.set(halfTensor(sde, px, py, t), 3 * cell)
      const [left, right] = [v(0, px - h[0]! / 2, py), v(0, px + h[0]! / 2, py)]
      divergence[cell] = (right - left) / h[0]!
      const face = d === 2 ? h[1]! : 1
      if (i === 0 && closed(ends[0]!, 'low')) found.push({ cell, next: cell + ny, outward: -left * face })
      if (i === nx - 1 && closed(ends[0]!, 'high'))
        found.push({ cell, next: cell - ny, outward: right * face })
      if (d === 1) continue
      const [below, above] = [v(1, px, py - h[1]! / 2), v(1, px, py + h[1]! / 2)]
      divergence[cell] += (above - below) / h[1]!
      if (j === 0 && closed(ends[1]!, 'low')) found.push({ cell, next: cell + 1, outward: -below * h[0]! })
      if (j === ny - 1 && closed(ends[1]!, 'high'))
        found.push({ cell, next: cell - 1, outward: above * h[0]! })
    }
  return { divergence, tensor, ends: found }
}

const closed = (ends: AxisEnds, side: 'low' | 'high'): boolean =>
  ends !== 'periodic' && ends[side].kind === 'flux'

/** [K_xx, K_xy, K_yy] */
function halfTensor(sde: Sde, x: number, y: number, t: number): [number, number, number] {
  const { dimension: d, noises: m } = sde
  const s = new Float64Array(d * m)
  sde.diffusion(s, x, y, t)
  const of = (a: number, b: number): number => {
    let sum = 0
    for (let k = 0; k < m; k++) sum += s[a * m + k]! * s[b * m + k]!
    return 0.5 * sum
  }
  return d === 1 ? [of(0, 0), 0, 0] : [of(0, 0), of(0, 1), of(1, 1)]
}

/** v along an axis: mu - div K, by central differences of the equation's own formulas */
function driftOf(sde: Sde, t: number): (axis: 0 | 1, x: number, y: number) => number {
  const mu = new Float64Array(sde.dimension)
  return (axis, x, y) => {
    sde.drift(mu, x, y, t)
    let value = mu[axis]!
    for (let j = 0; j < sde.dimension; j++) {
      const [dx, dy] = j === 0 ? [STEP, 0] : [0, STEP]
      const entry = axis + j
      const slope = halfTensor(sde, x + dx, y + dy, t)[entry]! - halfTensor(sde, x - dx, y - dy, t)[entry]!
      value -= slope / (2 * STEP)
    }
    return value
  }
}
