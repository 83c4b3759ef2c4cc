import { type DensitySource, isDifference } from '#core/protocol/density-source'
import type { MapName } from '../stage/palette'
import { scaleAt, type StageState } from '../stage/stage-state'
import { lineBox, resampleStrip, usualTop } from './line-layout'

/** Columns of the long axis */
export const stripColumns = 320

/** p(x, t), or a field or difference, over the whole run: [columns, rows] on even places of the long axis and of x. */
export interface Strip {
  readonly values: Float32Array
  readonly columns: number
  readonly rows: number
  /** Largest size in it */
  readonly max: number
  /** Top of the colours */
  readonly top: number
  readonly map: MapName
  /** A difference, which has a scale of its own */
  readonly difference: boolean
  readonly source: DensitySource
}

/** Reads it from what the stage has, and keeps it until that changes. */
export function createStrip(): (state: StageState) => Strip | null {
  let kept: { of: Float32Array; key: string; values: Float32Array; max: number; usual: number } | null = null
  return (state) => {
    const { ridgeline, axis, run, frame } = state
    if (ridgeline === null || axis === null) return null
    const { low, high } = lineBox(state)
    const key = [low, high, state.scales[0], state.scales.length].join()
    if (kept?.of !== ridgeline.values || kept.key !== key) {
      const { values, max } = resampleStrip(ridgeline, axis, state.scales, stripColumns, { low, high })
      const usual = run?.direction === 'time' ? usualTop(values, stripColumns, max) : max
      kept = { of: ridgeline.values, key, values, max, usual }
    }
    const difference = isDifference(ridgeline.source)
    // What a person has fixed is the range of what the frame shows.
    const alike = difference === isDifference(frame?.density?.source)
    const field = state.signed && !isDifference(frame?.density?.source)
    return {
      values: kept.values,
      columns: stripColumns,
      rows: kept.values.length / stripColumns,
      max: kept.max,
      top: (alike ? state.snappedTop : null) ?? kept.usual,
      map: difference || field ? 'signed' : 'densityAlone',
      difference,
      source: ridgeline.source,
    }
  }
}

/** The frame's own density on a line, at even places of x as in a strip; null where there is none. */
export function frameColumn(state: StageState, rows: number): Float32Array | null {
  const { frame } = state
  const density = frame?.density ?? null
  if (frame === null || density === null || density.grid.counts.length !== 1) return null
  const { low, high } = lineBox(state)
  const { grid, values } = density
  const scale = scaleAt(state, frame.step)
  return Float32Array.from({ length: rows }, (_, r) => {
    const x = (low + (r / (rows - 1)) * (high - low)) / scale
    const u = (x - grid.origin[0]!) / grid.spacing[0]!
    // Half a cell beside an end has the end's cell alone.
    if (u < -0.5001 || u > values.length - 0.4999) return 0
    const i = Math.min(values.length - 2, Math.max(0, Math.floor(u)))
    const share = Math.min(1, Math.max(0, u - i))
    return ((1 - share) * values[i]! + share * values[i + 1]!) / scale
  })
}
