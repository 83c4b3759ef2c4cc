import { cellCount } from '#core/numeric/grids/grid'
import type { Transport } from '../transport'
import { refusal, type WaveBasis, waveBasis } from './basis'

/**
 * Heat with one constant conductivity in the waves of its ends: each of them falls by e^(-D k^2 t) and knows nothing of
 * the others, so there is no error in time, and in space none that a power of the cells' width would bound. Throws
 * `Invalid` for other problems.
 */
export class HeatWaves {
  readonly basis: WaveBasis
  private readonly conductivity: number
  /** What held ends keep for ever; null for 0 */
  private readonly rest: Float64Array | null

  constructor(problem: Transport) {
    if (problem.conductivity === undefined) throw refusal('heat with a constant conductivity alone')
    this.conductivity = problem.conductivity
    this.basis = waveBasis(problem)
    this.rest = profile(problem)
  }

  /** Coefficients of u less the profile that held ends keep, into out [basis.size] */
  analyse(out: Float64Array, u: Float64Array): void {
    const { rest } = this
    this.basis.analyse(out, rest === null ? u : u.map((value, i) => value - rest[i]!))
  }

  /** The field after t into out [cells], from the coefficients at 0 and those of a steady source; `room` [basis.size] */
  after(
    out: Float64Array,
    at0: Float64Array,
    t: number,
    source: Float64Array | null,
    room: Float64Array,
  ): void {
    const { rest, basis, conductivity } = this
    // e^(-D (kx^2 + ky^2) t) is a product of one factor a row and one a column.
    const fall = (k: number): number => Math.exp(-conductivity * k * k * t)
    const rows = basis.rows.map(fall)
    const columns = basis.columns.map(fall)
    const width = columns.length
    for (let i = 0, at = 0; i < rows.length; i++) {
      const row = rows[i]!
      for (let j = 0; j < width; j++, at++) room[at] = at0[at]! * (row * columns[j]!)
    }
    if (source !== null) this.addSource(room, source, t)
    basis.synthesise(out, room)
    if (rest !== null) for (let i = 0; i < out.length; i++) out[i]! += rest[i]!
  }

  /** What a steady source has made after t, wave by wave: (1 - e^(-D k^2 t)) / D k^2 of it */
  private addSource(room: Float64Array, source: Float64Array, t: number): void {
    const { rows, columns } = this.basis
    rows.forEach((kx, i) =>
      columns.forEach((ky, j) => {
        const rate = this.conductivity * (kx * kx + ky * ky)
        const at = i * columns.length + j
        room[at]! += source[at]! * (rate === 0 ? t : -Math.expm1(-rate * t) / rate)
      }),
    )
  }
}

/** What held ends keep for ever: 0 or, on a line, the straight line between them; in the plane one value all round. */
function profile({ grid, ends }: Transport): Float64Array | null {
  const held = ends.flatMap((end) =>
    end !== 'periodic' && end.low.kind === 'value' && end.high.kind === 'value'
      ? [[end.low.value, end.high.value] as const]
      : [],
  )
  const [first] = held
  if (held.flat().every((value) => value === 0) || first === undefined) return null
  const out = new Float64Array(cellCount(grid))
  if (grid.axes.length === 1) {
    const [a, b] = first
    return out.map((_, i) => a + ((b - a) * (i + 0.5)) / out.length)
  }
  const values = held.flat()
  if (values.some((value) => value !== values[0])) throw refusal('one value at all held sides of a rectangle')
  return out.fill(values[0]!)
}
