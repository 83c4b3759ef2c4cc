import type { Transport } from '../transport'
import { HeatWaves } from './heat-waves'

/** |u^(k, t)| as it is drawn: one point a wavenumber, waves of nearly the same |k| in the plane joined. */
export interface Spectrum {
  /** Radians per unit of length, rising */
  readonly k: Float64Array
  /** Root of the sum of squares of the coefficients, over the largest at the start */
  readonly magnitude: Float64Array
}

/** Bins of equal width in |k| on a plane, as many as there are waves along its shorter side */
export function heatSpectrum(problem: Transport): (p: Float64Array) => Spectrum {
  const waves = new HeatWaves(problem)
  const { size, rows, columns, counts } = waves.basis
  const { axes } = problem.grid
  const plane = axes.length === 2
  const finest = Math.min(...axes.map(({ low, high, count }) => (Math.PI * count) / (high - low)))
  const width = finest / (Math.min(...axes.map(({ count }) => count)) / 2)
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
  const found = [...bins].sort(([a], [b]) => a - b)
  const k = Float64Array.from(found, ([bin]) => bin)
  const coefficients = new Float64Array(size)
  let top = 0
  return (p) => {
    waves.analyse(coefficients, p)
    const magnitude = Float64Array.from(found, ([, members]) =>
      Math.sqrt(members.reduce((sum, at) => sum + counts[at % columns.length]! * coefficients[at]! ** 2, 0)),
    )
    if (top === 0) top = magnitude.reduce((a, b) => Math.max(a, b), 0)
    return { k, magnitude: magnitude.map((value) => (top > 0 ? value / top : 0)) }
  }
}
