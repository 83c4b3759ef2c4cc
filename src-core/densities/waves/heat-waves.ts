import { cellCount, shape, spacing } from '#core/numeric/grids/grid'
import { type Separable, separable, transformOfEnds } from '#core/numeric/transforms/separable'
import type { WaveTransform } from '#core/numeric/transforms/sine-cosine'
import { Invalid } from '#core/params/invalid'
import type { AxisEnds, Transport } from '../transport'

const refusal = (what: string): Invalid =>
  new Invalid('scheme', `is the spectral one, which takes ${what}; another scheme was expected`)

/**
 * Heat with one constant conductivity in the waves of its ends: each of them falls by e^(-D k^2 t) and knows nothing of
 * the others, so there is no error in time, and in space none that a power of the cells' width would bound. Throws
 * `Invalid` for other problems, and for a number of cells that is no power of two.
 */
export class HeatWaves {
  /** D k^2 of every wave, in the order of the coefficients, [cells] */
  readonly rates: Float64Array
  /** |k| of every wave, radians per unit of length, [cells] */
  readonly wavenumbers: Float64Array
  private readonly transform: Separable
  private readonly rest: Float64Array

  constructor(problem: Transport) {
    const { conductivity, grid, ends } = problem
    if (conductivity === undefined) throw refusal('heat with a constant conductivity alone')
    const transforms = ends.map((end, axis) => wavesOf(end, grid.axes[axis]!.count))
    const [nx, ny] = shape(grid)
    const squares = transforms.map((transform, axis) => {
      const h = spacing(grid.axes[axis]!)
      return Float64Array.from({ length: transform.count }, (_, c) => (transform.angle(c) / h) ** 2)
    })
    this.transform = separable(transforms)
    this.wavenumbers = new Float64Array(nx * ny)
    for (let i = 0; i < nx; i++)
      for (let j = 0; j < ny; j++)
        this.wavenumbers[i * ny + j] = Math.sqrt(squares[0]![i]! + (squares[1]?.[j] ?? 0))
    this.rates = this.wavenumbers.map((k) => conductivity * k * k)
    this.rest = profile(problem)
  }

  /** out <- coefficients of u less the profile that held ends keep */
  analyse(out: Float64Array, u: Float64Array): void {
    for (let i = 0; i < out.length; i++) out[i] = u[i]! - this.rest[i]!
    this.transform.analyse(out)
  }

  /** out <- the field after t, from the coefficients at 0 and those of a steady source */
  after(out: Float64Array, at0: Float64Array, t: number, source: Float64Array | null): void {
    const { rates, rest } = this
    for (let i = 0; i < out.length; i++) {
      const fall = rates[i]! * t
      out[i] = at0[i]! * Math.exp(-fall)
      if (source !== null) out[i]! += source[i]! * (fall === 0 ? t : -Math.expm1(-fall) / rates[i]!)
    }
    this.transform.synthesise(out)
    for (let i = 0; i < out.length; i++) out[i]! += rest[i]!
  }

  /** out <- coefficients of a source, which no profile is taken from */
  analyseSource(out: Float64Array): void {
    this.transform.analyse(out)
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

/** What held ends keep for ever: 0 or, on a line, the straight line between them; in the plane one value all round. */
function profile({ grid, ends }: Transport): Float64Array {
  const out = new Float64Array(cellCount(grid))
  const held = ends.flatMap((end) =>
    end !== 'periodic' && end.low.kind === 'value' && end.high.kind === 'value'
      ? [[end.low.value, end.high.value] as const]
      : [],
  )
  const [first] = held
  if (first === undefined) return out
  if (grid.axes.length === 1) {
    const [a, b] = first
    return out.map((_, i) => a + ((b - a) * (i + 0.5)) / out.length)
  }
  const values = held.flat()
  if (values.some((value) => value !== values[0])) throw refusal('one value at all held sides of a rectangle')
  return out.fill(values[0]!)
}
