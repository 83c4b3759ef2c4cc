import { type Grid, shape, spacing } from '#core/numeric/grids/grid'
import { normalBelow } from './rod'

/**
 * Heat with constant conductivity on the whole line or plane from any start that is nothing outside of the grid: the
 * start's cell averages convolved with the Gaussian kernel of variance 2 D t, exactly for a start that is constant in
 * each cell. Sums over cells; no transform enters.
 */
export function convolveWithKernel(
  start: Float64Array,
  grid: Grid,
  conductivity: number,
  t: number,
): Float64Array {
  if (t === 0) return start.slice()
  const [nx, ny] = shape(grid)
  let out = start
  grid.axes.forEach((axis, a) => {
    const weights = cellToCell(Math.sqrt(2 * conductivity * t), spacing(axis), axis.count)
    const [count, step, lines, line] = a === 0 ? [nx, ny, ny, 1] : [ny, 1, nx, ny]
    const next = new Float64Array(out.length)
    for (let k = 0; k < count; k++)
      for (let m = 0; m < count; m++) {
        const weight = weights[Math.abs(k - m)]!
        if (weight === 0) continue
        for (let b = 0; b < lines; b++) next[k * step + b * line]! += weight * out[m * step + b * line]!
      }
    out = next
  })
  return out
}

/** Mass that a cell of width h gives to the one k places off: second differences of int int kernel */
function cellToCell(deviation: number, h: number, count: number): Float64Array {
  const twice = (z: number): number => {
    const u = z / deviation
    return z * normalBelow(u) + (deviation * Math.exp(-0.5 * u * u)) / Math.sqrt(2 * Math.PI)
  }
  return Float64Array.from({ length: count }, (_, k) => {
    // From the far side, where nothing cancels.
    const z = -k * h
    return Math.max(0, (twice(z + h) - 2 * twice(z) + twice(z - h)) / h)
  })
}
