import { exp, log } from '#core/numeric/elementary'
import { centres, type Grid, shape, spacing } from '#core/numeric/grids/grid'
import type { MixtureForm } from '#core/scores/score-form'
import type { NoisyDensity } from '#core/scores/score-model'

/** Where a component is below this it adds nothing. */
const TINY = 1e-270
/** Sums below this may miss such parts, and are computed one by one. */
const FAR = 1e-250

/**
 * log q of a noisy mixture at the centres of a plane's cells. Along a row of cells a Gaussian is a product of ratios that
 * change by one factor, so a cell costs two products instead of an exponential; rounding adds up to some 1e-13. Far from
 * every component, where the products would vanish, `exact` is asked.
 */
export function mixtureOnGrid(grid: Grid, form: MixtureForm): LevelOnGrid {
  const [first, second] = grid.axes
  const [nx, ny] = shape(grid)
  const x = centres(first)
  const y = second === undefined ? new Float64Array(1) : centres(second)
  const h = second === undefined ? 1 : spacing(second)
  return (out, alpha, sigma, exact) => {
    out.fill(0)
    form.weights.forEach((weight, k) => {
      if (weight === 0) return
      const { a, b, c, top } = precision(form, k, alpha, sigma)
      const shrink = exp(-c * h * h)
      const [mx, my] = [alpha * form.means[2 * k]!, alpha * form.means[2 * k + 1]!]
      for (let i = 0; i < nx; i++) {
        const dx = x[i]! - mx
        // The largest of the row stands at dy = -b dx / c.
        const at = Math.round((my - (b / c) * dx - y[0]!) / h)
        const from = Math.min(ny - 1, Math.max(0, at))
        const dy = y[from]! - my
        const start = weight * top * exp(-0.5 * (a * dx * dx + 2 * b * dx * dy + c * dy * dy))
        if (start < TINY) continue
        const row = i * ny
        out[row + from]! += start
        let value = start
        let ratio = exp(-h * (b * dx + c * dy) - 0.5 * c * h * h)
        for (let j = from + 1; j < ny; j++) {
          value *= ratio
          if (value < TINY) break
          ratio *= shrink
          out[row + j]! += value
        }
        value = start
        ratio = exp(h * (b * dx + c * dy) - 0.5 * c * h * h)
        for (let j = from - 1; j >= 0; j--) {
          value *= ratio
          if (value < TINY) break
          ratio *= shrink
          out[row + j]! += value
        }
      }
    })
    finish(out, x, y, exact)
  }
}

/** Into out [cells], at a noise level whose exact density is at hand */
export type LevelOnGrid = (out: Float64Array, alpha: number, sigma: number, exact: NoisyDensity) => void

function precision(
  { rotations: r, variances }: MixtureForm,
  k: number,
  alpha: number,
  sigma: number,
): { a: number; b: number; c: number; top: number } {
  const [u, v] = [0, 1].map((j) => 1 / (alpha * alpha * variances[2 * k + j]! + sigma * sigma)) as [
    number,
    number,
  ]
  const at = 4 * k
  return {
    a: r[at]! ** 2 * u + r[at + 1]! ** 2 * v,
    b: r[at]! * r[at + 2]! * u + r[at + 1]! * r[at + 3]! * v,
    c: r[at + 2]! ** 2 * u + r[at + 3]! ** 2 * v,
    top: Math.sqrt(u * v) / (2 * Math.PI),
  }
}

function finish(out: Float64Array, x: Float64Array, y: Float64Array, exact: NoisyDensity): void {
  const far: number[] = []
  for (let i = 0; i < out.length; i++) {
    if (out[i]! < FAR) far.push(i)
    out[i] = log(out[i]!)
  }
  if (far.length === 0) return
  const points = Float64Array.from({ length: 2 * far.length }, (_, k) => {
    const cell = far[k >> 1]!
    return k % 2 === 0 ? x[Math.floor(cell / y.length)]! : y[cell % y.length]!
  })
  const values = new Float64Array(far.length)
  exact.logDensity(values, points, far.length)
  far.forEach((cell, k) => (out[cell] = values[k]!))
}
