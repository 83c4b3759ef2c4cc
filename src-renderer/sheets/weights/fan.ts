import { drawnWeights, fanLevels, type PathWeights } from '#core/protocol/path-weights'
import type { BandSeries } from '../../plots/bands/series'

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
export function fanSeries({ t, fan, single }: PathWeights): readonly BandSeries[] {
  const column = (values: Float64Array, width: number, k: number): Float64Array =>
    Float64Array.from(t, (_, i) => values[i * width + k]! * Math.LOG10E)
  const [p5, p25, half, p75, p95] = fanLevels.map((_, k) => column(fan, fanLevels.length, k))
  return [
    ...Array.from({ length: drawnWeights }, (_, k) => ({
      name: '',
      role: 'sde' as const,
      values: column(single, drawnWeights, k),
      thin: true,
      sure: true,
    })),
    {
      name: 'median, 50 %, 90 %',
      role: 'sde',
      values: half!,
      sure: true,
      bands: [
        { low: p5!, high: p95! },
        { low: p25!, high: p75! },
      ],
    },
  ]
}
