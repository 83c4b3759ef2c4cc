import type { RunInfo } from '#core/protocol/contract'
import { formatNumber } from '../controls/format'

export interface Mark {
  /** Place on the timeline, 0 noise to 1 data */
  readonly at: number
  readonly label: string
}

/** Marks of t at round values, no two nearer than `gap` (a fraction of the timeline). */
export function timeMarks(run: RunInfo, fractions: Float64Array, gap: number): Mark[] {
  const { times } = run
  const high = Math.max(...times)
  const low = Math.min(...times)
  const wanted: number[] = []
  for (let power = Math.ceil(Math.log10(high)); power >= Math.floor(Math.log10(Math.max(low, 1e-6))); power--)
    for (const lead of [9, 8, 7, 6, 5, 4, 3, 2, 1]) wanted.push(Number((lead * 10 ** power).toPrecision(1)))
  const inside = wanted.filter((t) => t > low && t < high * 0.985)
  // Rounder values come first and keep their place; others fill what room is left.
  const rank = (t: number): number => {
    const lead = Math.round(t / 10 ** Math.floor(Math.log10(t) + 1e-9))
    return lead === 1 ? 0 : lead === 5 ? 1 : lead === 2 ? 2 : 3
  }
  return spread(
    inside
      .sort((a, b) => rank(a) - rank(b))
      .map((t) => ({ at: fractionAt(times, fractions, t), label: formatNumber(t) })),
    gap,
  )
}

/** Marks of log-SNR at even values. */
export function logSnrMarks(run: RunInfo, fractions: Float64Array, gap: number): Mark[] {
  if (run.logSnr.length === 0) return []
  const low = Math.ceil(Math.min(...run.logSnr))
  const high = Math.floor(Math.max(...run.logSnr))
  const marks: Mark[] = []
  for (let value = low; value <= high; value++)
    if (value % 2 === 0)
      marks.push({ at: fractionAt(run.logSnr, fractions, value), label: formatNumber(value) })
  return spread(
    marks.sort(
      (a, b) =>
        Math.abs(Number(a.label.replace('−', '-')) % 4) - Math.abs(Number(b.label.replace('−', '-')) % 4),
    ),
    gap,
  )
}

/** Linear interpolation of the place of a value between the steps around it. */
function fractionAt(values: Float64Array, fractions: Float64Array, value: number): number {
  for (let i = 0; i + 1 < values.length; i++) {
    const a = values[i]!
    const b = values[i + 1]!
    if ((a - value) * (b - value) <= 0 && a !== b) {
      const share = (value - a) / (b - a)
      return fractions[i]! + share * (fractions[i + 1]! - fractions[i]!)
    }
  }
  return 0
}

function spread(candidates: readonly Mark[], gap: number): Mark[] {
  const kept: Mark[] = []
  for (const mark of candidates)
    if (
      mark.at > gap * 1.4 &&
      mark.at < 1 - gap * 0.9 &&
      kept.every((other) => Math.abs(other.at - mark.at) > gap)
    )
      kept.push(mark)
  return kept.sort((a, b) => a.at - b.at)
}
