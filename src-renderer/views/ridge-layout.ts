import type { StageState } from '../stage/stage-state'
import { lineBox } from './line-layout'

/** Where densities stacked over time stand, CSS pixels with y up: the first at the upper left, the last at the lower right. */
export interface RidgeLayout {
  readonly low: number
  readonly high: number
  /** Height of the top of the range */
  readonly tall: number
  /** Left end and foot of a ridge at a place of the long axis, 0 to 1, and where x stands along it */
  left(at: number): number
  foot(at: number): number
  x(at: number, value: number): number
  readonly width: number
}

/** Ridges that are drawn besides the one at the playhead */
export const ridges = 26

export function ridgeLayout(state: StageState, signed: boolean): RidgeLayout {
  const { width: w, height: h } = state.surface.size
  const { low, high } = lineBox(state)
  const [left, right, top, bottom] = [56, 104, 64, h > 420 ? 118 : 44]
  const slant = 0.2 * (w - left - right)
  const width = Math.max(1, w - left - right - slant)
  // The first ridge needs its height above it, what is negative a little below the last one.
  const tall = 0.2 * (h - top - bottom)
  const [first, last] = [h - top - tall, bottom + (signed ? tall : 0)]
  const leftOf = (at: number): number => left + at * slant
  return {
    low,
    high,
    tall,
    width,
    left: leftOf,
    foot: (at) => first + at * (last - first),
    x: (at, value) => leftOf(at) + ((value - low) / (high - low)) * width,
  }
}
