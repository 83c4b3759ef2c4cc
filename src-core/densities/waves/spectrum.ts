import type { Transport } from '../transport'
import { refusal } from './basis'
import { HeatWaves } from './heat-waves'

/** |u^(k, t)| as it is drawn: one point a wavenumber, waves of nearly the same |k| in the plane joined. */
export interface Spectrum {
  /** Radians per unit of length, rising */
  readonly k: Float64Array
  /** Root of the sum of squares of the coefficients, over the largest at the start */
  readonly magnitude: Float64Array
}

/** A start and what becomes of it wave by wave, all over the largest at the start. */
export interface HeatSpectrum {
  /** Radians per unit of length, rising */
  readonly k: Float64Array
  readonly start: Float64Array
  /** Of a field on the cells */
  of(p: Float64Array): Float64Array
  /** What e^(-D k^2 t) leaves of the start */
  law(t: number): Float64Array
}

/**
 * Bins in |k| on a plane as wide as the wavenumber of its slowest wave. Throws `Invalid` for what
 * has no such law: a conductivity that is not one number, a source, ends or numbers of cells without waves here.
 */
export function heatSpectrumFrom(problem: Transport, start: Float64Array): HeatSpectrum {
  const { conductivity } = problem
  const waves = new HeatWaves(problem)
  if (conductivity === undefined || problem.source !== undefined) throw refusal('heat without a source')
  const { size, rows, columns, counts } = waves.basis
  const width = columns.length
  const bins = binsOf(problem, rows, columns)
  const first = new Float64Array(size)
  waves.analyse(first, start)
  const sizes = (weight: (at: number) => number): Float64Array =>
    Float64Array.from(bins, ([, members]) =>
      Math.sqrt(members.reduce((sum, at) => sum + counts[at % width]! * weight(at) ** 2, 0)),
    )
  const began = sizes((at) => first[at]!)
  const top = began.reduce((a, b) => Math.max(a, b), 0)
  const shares = (found: Float64Array): Float64Array => found.map((value) => (top > 0 ? value / top : 0))
  const coefficients = new Float64Array(size)
  return {
    k: Float64Array.from(bins, ([k]) => k),
    start: shares(began),
    of(p) {
      waves.analyse(coefficients, p)
      return shares(sizes((at) => coefficients[at]!))
    },
    law: (t) =>
      shares(
        sizes((at) => {
          const [kx, ky] = [rows[Math.floor(at / width)]!, columns[at % width]!]
          return first[at]! * Math.exp(-conductivity * (kx * kx + ky * ky) * t)
        }),
      ),
  }
}

/** The same for fields one after the other, over the largest of the first. */
export function heatSpectrum(problem: Transport): (p: Float64Array) => Spectrum {
  let from: HeatSpectrum | null = null
  return (p) => {
    from ??= heatSpectrumFrom(problem, p)
    return { k: from.k, magnitude: from.of(p) }
  }
}

/** Numbers of the coefficients that belong to one |k|, rising */
function binsOf(
  { grid: { axes } }: Transport,
  rows: Float64Array,
  columns: Float64Array,
): readonly (readonly [number, readonly number[]])[] {
  const plane = axes.length === 2
  const finest = Math.min(...axes.map(({ low, high, count }) => (Math.PI * count) / (high - low)))
  // As wide as the slowest wave, so that the mean stays by itself.
  const width = Math.PI / Math.max(...axes.map(({ low, high }) => high - low))
  const bins = new Map<number, number[]>()
  rows.forEach((kx, i) =>
    columns.forEach((ky, j) => {
      const k = Math.hypot(kx, ky)
      if (plane && k > finest) return
      const bin = plane ? Math.round(k / width) * width : k
      const members = bins.get(bin)
      if (members === undefined) bins.set(bin, [i * columns.length + j])
      else members.push(i * columns.length + j)
    }),
  )
  return [...bins].sort(([a], [b]) => a - b)
}
