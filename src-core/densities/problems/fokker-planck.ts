import type { Grid } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import { differenceStep, type Sde } from '../sde/sde'
import type { AxisEnds, Transport } from '../transport'
import { fillFaces } from './diffusivity'
import { placeName } from './formula-field'

/**
 * The density of dX = mu dt + S dW: p_t = -div(mu p) + sum_ij d_i d_j (D_ij p) / 2 with D = S S^T, in Fick's form
 * K = D/2, v_i = mu_i - sum_j d_j K_ij. Derivatives of K are five-point differences. Throws `Invalid` where a
 * coefficient is not finite at a face of the grid.
 */
export function fokkerPlanck(grid: Grid, ends: readonly AxisEnds[], sde: Sde, path = 'sde'): Transport {
  const { dimension: d, noises } = sde
  const drift = new Float64Array(d)
  const matrix = new Float64Array(d * noises)
  const tensor = (i: number, j: number, x: number, y: number, t: number): number => {
    sde.diffusion(matrix, x, y, t)
    let sum = 0
    for (let k = 0; k < noises; k++) sum += matrix[i * noises + k]! * matrix[j * noises + k]!
    return 0.5 * sum
  }
  const slope = (i: number, j: number, x: number, y: number, t: number): number => {
    const h = differenceStep(j === 0 ? x : y)
    const at = (steps: number): number =>
      j === 0 ? tensor(i, j, x + steps * h, y, t) : tensor(i, j, x, y + steps * h, t)
    return (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h)
  }
  const checked = (value: number, what: string, x: number, y: number, t: number): number => {
    if (Number.isFinite(value)) return value
    const time = sde.steady ? '' : ` and t = ${Number(t.toPrecision(3))}`
    const place = `${placeName(x, y, d)}${time}`
    throw new Invalid(
      `${path}.${what}`,
      `is ${value} at ${place}; a finite number was expected everywhere on the grid`,
    )
  }
  return {
    grid,
    ends,
    steady: sde.steady,
    faces(axis, t, velocity, diffusivity) {
      fillFaces(diffusivity, grid, axis, (x, y) =>
        checked(tensor(axis, axis, x, y, t), `diffusion.${axis}`, x, y, t),
      )
      fillFaces(velocity, grid, axis, (x, y) => {
        sde.drift(drift, x, y, t)
        let v = drift[axis]!
        for (let j = 0; j < d; j++) v -= slope(axis, j, x, y, t)
        return checked(v, `drift.${axis}`, x, y, t)
      })
    },
    ...(hasCrossTerms(sde, grid)
      ? { cross: (axis, t, out) => fillFaces(out, grid, axis, (x, y) => tensor(0, 1, x, y, t)) }
      : {}),
  }
}

/** Looks at a few places: whether S S^T is diagonal there. */
function hasCrossTerms(sde: Sde, { axes }: Grid): boolean {
  const second = axes[1]
  if (sde.dimension === 1 || second === undefined) return false
  const matrix = new Float64Array(2 * sde.noises)
  for (const u of [0.13, 0.47, 0.81])
    for (const v of [0.21, 0.58, 0.93]) {
      const x = axes[0].low + u * (axes[0].high - axes[0].low)
      sde.diffusion(matrix, x, second.low + v * (second.high - second.low), 0.37)
      let off = 0
      for (let k = 0; k < sde.noises; k++) off += matrix[k]! * matrix[sde.noises + k]!
      if (off !== 0) return true
    }
  return false
}

/**
 * dX = -grad U dt + sqrt(2 K) dW with velocities from differences of U between centres, so that e^(-U/K) at the
 * centres has no flux through any face, in one dimension and in two: the stationary density is kept to rounding.
 */
export function potentialFlow(
  grid: Grid,
  ends: readonly AxisEnds[],
  potential: (x: number, y: number) => number,
  diffusivity: number,
): Transport {
  const half = grid.axes.map(({ low, high, count }) => (high - low) / (2 * count))
  return {
    grid,
    ends,
    steady: true,
    faces(axis, _t, velocity, out) {
      const h = half[axis]!
      fillFaces(velocity, grid, axis, (x, y) => {
        const drop =
          axis === 0 ? potential(x - h, y) - potential(x + h, y) : potential(x, y - h) - potential(x, y + h)
        return drop / (2 * h)
      })
      out.fill(diffusivity)
    },
  }
}
