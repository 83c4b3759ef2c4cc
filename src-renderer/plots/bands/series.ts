/** A quantity along an axis, with what surrounds it. */
export interface BandSeries {
  /** Stands at the top of the drawing; empty: nowhere */
  readonly name: string
  /** What it is, by the colour that names it everywhere */
  readonly role: 'true' | 'sde' | 'ode' | 'pde' | 'score' | 'learned'
  /** Along the axis; empty where there are spots alone. NaN: not known there */
  readonly values: ArrayLike<number>
  /** Single values at places of their own, with the ends of their bars */
  readonly spots?: readonly {
    readonly at: number
    readonly value: number
    readonly low: number
    readonly high: number
  }[]
  readonly bands?: readonly { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> }[]
  readonly thin?: boolean
  /** Wide and pale: what another line is held against and may lie upon */
  readonly wide?: boolean
  /** Not in doubt where others are: never dashed */
  readonly sure?: boolean
}

/** Value and two standard errors to both sides */
export function withErrors(
  name: string,
  role: BandSeries['role'],
  values: Float64Array,
  errors: Float64Array,
): BandSeries {
  const bands = [-2, 2].map((times) => values.map((value, i) => value + times * errors[i]!))
  return { name, role, values, bands: [{ low: bands[0]!, high: bands[1]! }] }
}

/** Ends of an axis that holds every line and its bands, with a little room. */
export function rangeOf(series: readonly BandSeries[], limits: readonly [number, number]): [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const { values, bands = [], spots = [] } of series)
    for (const row of [
      values,
      ...bands.flatMap((band) => [band.low, band.high]),
      ...spots.map((spot) => [spot.low, spot.high]),
    ])
      for (const value of Array.from(row)) {
        if (!Number.isFinite(value)) continue
        low = Math.min(low, value)
        high = Math.max(high, value)
      }
  if (low > high) return [0, 1]
  const room = 0.05 * Math.max(high - low, 1e-6)
  return [Math.max(limits[0], low - room), Math.min(limits[1], high + room)]
}
