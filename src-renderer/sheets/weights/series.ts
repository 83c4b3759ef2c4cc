import { drawnWeights, fanLevels, type PathWeights } from '#core/protocol/path-weights'

/** A quantity over time, with what surrounds it. */
export interface TimeSeries {
  /** Stands at the top of the drawing; empty: nowhere */
  readonly name: string
  readonly role: 'weighted' | 'direct'
  readonly values: ArrayLike<number>
  readonly bands?: readonly { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> }[]
  readonly thin?: boolean
  /** Nothing in it hangs on the weights' error bars: never dashed */
  readonly sure?: boolean
}

/** n e^(-gamma^2 t): what the effective sample size tends to with many paths, from the true deviation of Z */
export function expectedEffective({ meanTheory, paths }: PathWeights): Float64Array {
  return meanTheory.map((deviation) => paths / (1 + paths * deviation * deviation))
}

/**
 * Time from which fewer paths count than an error bar needs, seen or expected: a sample without its rare heavy paths
 * thinks too well of itself. null where enough do to the end.
 */
export function doubtFrom(weights: PathWeights): number | null {
  const { t, effective, leastEffective } = weights
  const expected = expectedEffective(weights)
  const first = effective.findIndex((count, i) => Math.min(count, expected[i]!) < leastEffective)
  return first < 0 ? null : t[first]!
}

/** Quantiles and single paths of Z as exponents of ten. */
export function fanSeries({ t, fan, single }: PathWeights): readonly TimeSeries[] {
  const column = (values: Float64Array, width: number, k: number): Float64Array =>
    Float64Array.from(t, (_, i) => values[i * width + k]! * Math.LOG10E)
  const [p5, p25, half, p75, p95] = fanLevels.map((_, k) => column(fan, fanLevels.length, k))
  return [
    ...Array.from({ length: drawnWeights }, (_, k) => ({
      name: '',
      role: 'weighted' as const,
      values: column(single, drawnWeights, k),
      thin: true,
      sure: true,
    })),
    {
      name: 'median, 50 %, 90 %',
      role: 'weighted',
      values: half!,
      sure: true,
      bands: [
        { low: p5!, high: p95! },
        { low: p25!, high: p75! },
      ],
    },
  ]
}

/** Value and two standard errors to both sides */
export function withErrors(
  name: string,
  role: TimeSeries['role'],
  values: Float64Array,
  errors: Float64Array,
): TimeSeries {
  const bands = [-2, 2].map((times) => values.map((value, i) => value + times * errors[i]!))
  return { name, role, values, bands: [{ low: bands[0]!, high: bands[1]! }] }
}

/** Ends of an axis that holds every line and its bands, with a little room. */
export function rangeOf(series: readonly TimeSeries[], limits: readonly [number, number]): [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const { values, bands = [] } of series)
    for (const row of [values, ...bands.flatMap((band) => [band.low, band.high])])
      for (const value of Array.from(row)) {
        low = Math.min(low, value)
        high = Math.max(high, value)
      }
  const room = 0.05 * Math.max(high - low, 1e-6)
  return [Math.max(limits[0], low - room), Math.min(limits[1], high + room)]
}
