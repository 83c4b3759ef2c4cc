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
  const plane = problem.grid.axes.length === 2
  const most = plane
    ? Math.min(...problem.grid.axes.map(({ low, high, count }) => (Math.PI * count) / (high - low)))
    : Infinity
  const width = plane ? most / (Math.min(...problem.grid.axes.map(({ count }) => count)) / 2) : 0
  const bin = (k: number): number => (plane ? Math.round(k / width) : k)
  const found = [...new Set(Array.from(waves.wavenumbers, (k) => (k <= most ? bin(k) : -1)))]
    .filter((b) => b >= 0)
    .sort((a, b) => a - b)
  const places = new Map(found.map((b, i) => [b, i]))
  const coefficients = new Float64Array(waves.rates.length)
  let top = 0
  return (p) => {
    waves.analyse(coefficients, p)
    const squares = new Float64Array(found.length)
    coefficients.forEach((value, i) => {
      const at = places.get(bin(waves.wavenumbers[i]!))
      if (at !== undefined) squares[at]! += value * value
    })
    const magnitude = squares.map(Math.sqrt)
    if (top === 0) top = magnitude.reduce((a, b) => Math.max(a, b), 0)
    return {
      k: Float64Array.from(found, (b) => (plane ? b * width : b)),
      magnitude: magnitude.map((value) => (top > 0 ? value / top : 0)),
    }
  }
}
