import { monotoneCubic } from '#core/numeric/monotone-cubic'

/** Time and noise level; rows rise strictly in both. */
export type Row = readonly [t: number, sigma: number]

/** Least factor between the noise levels of neighbours, and least share of the time between their times. */
const LEAST_FACTOR = 1.02
const LEAST_GAP = 0.005
const [LOWEST, HIGHEST] = [1e-4, 1e4]

const short = (value: number): number => Number(value.toPrecision(4))
const clamp = (low: number, value: number, high: number): number => Math.min(high, Math.max(low, value))

/**
 * A row put elsewhere, as near as the rows beside it allow: an edit that would break the rise stops at the limit. The
 * first and the last keep their time.
 */
export function moved(rows: readonly Row[], index: number, t: number, sigma: number): Row[] {
  const before = rows[index - 1]
  const after = rows[index + 1]
  const gap = LEAST_GAP * (rows.at(-1)![0] - rows[0]![0])
  const time =
    before === undefined || after === undefined ? rows[index]![0] : clamp(before[0] + gap, t, after[0] - gap)
  const low = before === undefined ? LOWEST : before[1] * LEAST_FACTOR
  const high = after === undefined ? HIGHEST : after[1] / LEAST_FACTOR
  const next: Row = [
    before === undefined || after === undefined ? time : short(time),
    short(clamp(low, sigma, high)),
  ]
  return rows.map((row, i) => (i === index ? next : row))
}

/** One row more, on the curve at a time; the same rows where there is no room. */
export function inserted(rows: readonly Row[], t: number): readonly Row[] {
  const at = rows.findIndex((row) => row[0] > t)
  if (at <= 0) return rows
  const gap = LEAST_GAP * (rows.at(-1)![0] - rows[0]![0])
  const [before, after] = [rows[at - 1]!, rows[at]!]
  if (t - before[0] < gap || after[0] - t < gap || after[1] / before[1] < LEAST_FACTOR ** 2) return rows
  return [...rows.slice(0, at), [short(t), short(curveOf(rows)(t))], ...rows.slice(at)]
}

/** One row less; the ends stay. */
export function removed(rows: readonly Row[], index: number): readonly Row[] {
  return index <= 0 || index >= rows.length - 1 ? rows : rows.filter((_, i) => i !== index)
}

/** sigma(t), interpolated as the process does it: a monotone cubic of log sigma. */
export function curveOf(rows: readonly Row[]): (t: number) => number {
  const cubic = monotoneCubic(
    Float64Array.from(rows, ([t]) => t),
    Float64Array.from(rows, ([, sigma]) => Math.log(sigma)),
  )
  return (t) => Math.exp(cubic.value(t))
}

interface Schedule {
  readonly times: Float64Array
  readonly alpha: Float64Array
  readonly sigma: Float64Array
}

/**
 * A table with the noise levels sigma/alpha of a run, at some of its steps that are about evenly spaced in log-SNR: the
 * same schedule in coordinates x/alpha, to begin editing from.
 */
export function tableFrom({ times, alpha, sigma }: Schedule, count: number): Row[] {
  const all = Array.from(times, (t, i): Row => [t, sigma[i]! / alpha[i]!])
    .filter(([, level]) => level > 0 && Number.isFinite(level))
    .sort((a, b) => a[0] - b[0])
  const low = Math.log(all[0]![1])
  const high = Math.log(all.at(-1)![1])
  const picked: Row[] = []
  for (const [t, level] of all) {
    const due =
      picked.length === 0 || Math.log(level) >= low + ((high - low) * picked.length) / (count - 1) - 1e-9
    const last = picked.at(-1)
    if (due && (last === undefined || (t > last[0] && short(level) > last[1])))
      picked.push([short(t), short(level)])
  }
  return picked
}
