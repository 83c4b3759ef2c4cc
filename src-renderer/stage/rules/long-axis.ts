import type { RunInfo } from '#core/protocol/contract'
import { longValues } from '../time-axis'

/** The log-SNR axis of views that have time as a direction: noise at 0, data at 1. */
export interface LongAxis {
  readonly low: number
  readonly high: number
  /** [N + 1] place of each step, NaN outside */
  readonly at: Float64Array
  /** Steps at the noise end, near 30 % and at the data end that lie on the axis */
  readonly ends: { readonly noise: number; readonly between: number; readonly data: number }
}

/** log-SNR from the run's noisiest to its cleanest step, within [low, high]: beyond, nothing is seen to move. */
export function longAxis(run: RunInfo, low: number, high: number): LongAxis {
  const values = longValues(run)
  const [from, to] = run.direction === 'time' ? [-Infinity, Infinity] : [low, high]
  const inside = [...values].filter((v) => v >= from && v <= to)
  const least = inside.length > 1 ? Math.min(...inside) : low
  const most = inside.length > 1 ? Math.max(...inside) : high
  const at = values.map((v) => (v >= least && v <= most ? (v - least) / (most - least) : NaN))
  const nearest = (place: number): number => {
    let best = 0
    for (let i = 0; i < at.length; i++)
      if (Number.isNaN(at[best]!) || Math.abs(at[i]! - place) < Math.abs(at[best]! - place)) best = i
    return best
  }
  return {
    low: least,
    high: most,
    at,
    ends: { noise: nearest(0), between: nearest(0.3), data: nearest(1) },
  }
}

/** Place of any step: clamped to the ends when it lies beyond them. */
export function placeOf(axis: LongAxis, logSnr: number): number {
  return Math.min(1, Math.max(0, (logSnr - axis.low) / (axis.high - axis.low)))
}
