import { cellSize, type Grid, shape, spacing } from '#core/numeric/grids/grid'

/** Mass 1 / n of each particle shared among the nearest cells (cloud in cell), over the size of a cell; [cells] */
export function depositedDensity(x: ArrayLike<number>, grid: Grid): Float64Array {
  const [nx, ny] = shape(grid)
  const d = grid.axes.length
  const n = x.length / d
  const out = new Float64Array(nx * ny)
  const unit = 1 / (n * cellSize(grid))
  const counts = [nx, ny]
  const share: [number, number, number][] = [
    [0, 0, 1],
    [0, 0, 1],
  ]
  for (let i = 0; i < n; i++) {
    let inside = true
    grid.axes.forEach((axis, a) => {
      const at = (x[i * d + a]! - axis.low) / spacing(axis) - 0.5
      const left = Math.floor(at)
      inside &&= left >= 0 && left + 1 < counts[a]!
      share[a] = [left, left + 1, 1 - (at - left)]
    })
    if (!inside) continue
    const [[x0, x1, u], [y0, y1, v]] = share as [[number, number, number], [number, number, number]]
    out[x0 * ny + y0]! += unit * u * v
    out[x1 * ny + y0]! += unit * (1 - u) * v
    if (d === 1) continue
    out[x0 * ny + y1]! += unit * u * (1 - v)
    out[x1 * ny + y1]! += unit * (1 - u) * (1 - v)
  }
  return out
}

/** Scott's rule (1992) for the bandwidth of each axis: deviation times n^(-1/(d+4)) */
export function scottBandwidths(x: ArrayLike<number>, d: number): number[] {
  const n = x.length / d
  return Array.from({ length: d }, (_, a) => {
    let [sum, squares] = [0, 0]
    for (let i = 0; i < n; i++) sum += x[i * d + a]!
    for (let i = 0; i < n; i++) squares += (x[i * d + a]! - sum / n) ** 2
    return Math.sqrt(squares / n) * n ** (-1 / (d + 4))
  })
}

/** Gaussian kernels of the given bandwidths about the particles, by their deposited mass; [cells] */
export function kernelDensity(
  x: ArrayLike<number>,
  grid: Grid,
  bandwidths = scottBandwidths(x, grid.axes.length),
): Float64Array {
  const [nx, ny] = shape(grid)
  let out = depositedDensity(x, grid)
  grid.axes.forEach((axis, a) => {
    const width = bandwidths[a]! / spacing(axis)
    const reach = Math.max(1, Math.ceil(5 * width))
    const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, k) =>
      Math.exp(-0.5 * ((k - reach) / width) ** 2),
    )
    const total = kernel.reduce((sum, value) => sum + value, 0)
    const [count, step, lines, line] = a === 0 ? [nx, ny, ny, 1] : [ny, 1, nx, ny]
    const smooth = new Float64Array(out.length)
    for (let b = 0; b < lines; b++)
      for (let k = 0; k < count; k++) {
        const mass = out[k * step + b * line]!
        if (mass === 0) continue
        for (let m = Math.max(0, k - reach); m <= Math.min(count - 1, k + reach); m++)
          smooth[m * step + b * line]! += (mass * kernel[m - k + reach]!) / total
      }
    out = smooth
  })
  return out
}
