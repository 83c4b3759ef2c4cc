import { shape, spacing } from '#core/numeric/grids/grid'
import { realTransform } from '#core/numeric/transforms/real-transform'
import { separable, transformOfEnds } from '#core/numeric/transforms/separable'
import type { WaveTransform } from '#core/numeric/transforms/sine-cosine'
import { Invalid } from '#core/params/invalid'
import type { AxisEnds, Transport } from '../transport'

/**
 * The waves that heat with one conductivity leaves as they are but for their size, on a line or a plane. Coefficients are
 * numbers in an order of their own; each belongs to one wave along the first axis and one along the second.
 */
export interface WaveBasis {
  /** Numbers in a spectrum */
  readonly size: number
  /** |k| along the first axis of the coefficients [rows, width], one a row, and along the second, one a column */
  readonly rows: Float64Array
  readonly columns: Float64Array
  /** How many times a column counts in sums of squares: 2 where it also stands for its mirror image */
  readonly counts: Float64Array
  analyse(coefficients: Float64Array, values: Float64Array): void
  /** Destroys the coefficients. */
  synthesise(values: Float64Array, coefficients: Float64Array): void
}

export const refusal = (what: string): Invalid =>
  new Invalid('scheme', `is the spectral one, which takes ${what}; another scheme was expected`)

/** Throws `Invalid` for ends that have no such waves here, and for numbers of cells that are no powers of two. */
export function waveBasis(problem: Transport): WaveBasis {
  const { grid, ends } = problem
  const plane = grid.axes.length === 2
  if (plane && ends.every((end) => end === 'periodic')) return doublyPeriodic(problem)
  const transforms = ends.map((end, axis) => wavesOf(end, grid.axes[axis]!.count))
  const both = separable(transforms)
  const [nx, ny] = shape(grid)
  const alongAxis = (axis: number): Float64Array => {
    const transform = transforms[axis]
    if (transform === undefined) return new Float64Array(1)
    const h = spacing(grid.axes[axis]!)
    return Float64Array.from({ length: transform.count }, (_, c) => transform.angle(c) / h)
  }
  return {
    size: nx * ny,
    rows: alongAxis(0),
    columns: alongAxis(1),
    counts: new Float64Array(ny).fill(1),
    analyse(coefficients, values) {
      coefficients.set(values)
      both.analyse(coefficients)
    },
    synthesise(values, coefficients) {
      both.synthesise(coefficients)
      values.set(coefficients)
    },
  }
}

/** Complex waves, of which real values need half: the quickest transform there is here. */
function doublyPeriodic({ grid }: Transport): WaveBasis {
  const [nx, ny] = shape(grid)
  const transform = realTransform(nx, ny)
  const half = ny / 2 + 1
  const [first, second] = grid.axes.map(({ low, high }) => (2 * Math.PI) / (high - low))
  return {
    size: transform.spectrumLength,
    rows: Float64Array.from({ length: nx }, (_, i) => first! * Math.min(i, nx - i)),
    columns: Float64Array.from({ length: 2 * half }, (_, j) => second! * (j >> 1)),
    counts: Float64Array.from({ length: 2 * half }, (_, j) => (j < 2 || j >= ny ? 1 : 2)),
    analyse: (coefficients, values) => transform.forward(coefficients, values),
    synthesise: (values, coefficients) => transform.inverse(values, coefficients),
  }
}

function wavesOf(end: AxisEnds, count: number): WaveTransform {
  if (end === 'periodic') return transformOfEnds('periodic', count)
  const { low, high } = end
  if (low.kind !== high.kind) throw refusal('both ends of an axis alike')
  if (low.kind === 'value') return transformOfEnds('sine-cells', count)
  if (high.kind === 'flux' && (low.flux !== 0 || high.flux !== 0)) throw refusal('no given fluxes but 0')
  return transformOfEnds('cosine-cells', count)
}
