import { Matrix4 } from 'three'
import { longValues } from '../stage/time-axis'
import { placeOf } from '../stage/rules/long-axis'
import type { StageState } from '../stage/stage-state'
import { lineBox } from './line-layout'

/** What lies under a surface: a rectangle of the plane, or time and place of what lives on a line. */
export interface Square {
  /** Corners in stage coordinates; along the first axis of 1-D data those of the long axis */
  readonly low: readonly [number, number]
  readonly high: readonly [number, number]
  /** World units along both */
  readonly extent: readonly [number, number]
  /** World units from nothing to the top, and where nothing is */
  readonly tall: number
  readonly zero: number
  /** Where the floor is, below all that may be negative */
  readonly floor: number
  readonly signed: boolean
  /** Names of both axes, for the furniture */
  readonly names: readonly [string, string]
}

const longest = 6
const timeLong = 7.6
const timeDeep = 4.4
const height = 2.3
const bottom = -1.15

export function squareOf(state: StageState, signed: boolean): Square | null {
  const { run, axis, words } = state
  if (run === null || run.dimension === 3) return null
  const upright = signed
    ? { tall: height / 2, zero: bottom + height / 2, floor: bottom, signed }
    : { tall: height, zero: bottom, floor: bottom, signed }
  if (run.dimension === 1) {
    if (axis === null) return null
    const { low, high } = lineBox(state)
    return {
      low: [axis.low, low],
      high: [axis.high, high],
      extent: [timeLong, timeDeep],
      names: [run.direction === 'time' ? words.time : words.logSnr, '*x*'],
      ...upright,
    }
  }
  const [low, high] = [run.box.low, run.box.high]
  const wide = [high[0]! - low[0]!, high[1]! - low[1]!] as const
  const unit = longest / Math.max(...wide)
  return {
    low: [low[0]!, low[1]!],
    high: [high[0]!, high[1]!],
    extent: [wide[0] * unit, wide[1] * unit],
    names: ['*x*_1', '*x*_2'],
    ...upright,
  }
}

/** From the unit square with heights along its third axis to the world, where y is up. */
export function placeOfSquare({ extent: [w, d], zero }: Square): Matrix4 {
  return new Matrix4().set(w, 0, 0, -w / 2, 0, 0, 1, zero, 0, -d, 0, d / 2, 0, 0, 0, 1)
}

/** The world's point over a point of the rectangle */
export function over(
  { low, high, extent, zero }: Square,
  a: number,
  b: number,
  up: number,
): [number, number, number] {
  const [u, v] = [(a - low[0]) / (high[0] - low[0]), (b - low[1]) / (high[1] - low[1])]
  return [(u - 0.5) * extent[0], zero + up, (0.5 - v) * extent[1]]
}

/** Place of a step along the first axis of 1-D data, in its own unit */
export function timeOf({ axis, run }: StageState, step: number): number {
  if (axis === null || run === null) return 0
  return axis.low + placeOf(axis, longValues(run)[step] ?? axis.low) * (axis.high - axis.low)
}
