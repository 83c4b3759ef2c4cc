import type { Frame, RunInfo } from '#core/protocol/contract'
import type { Surface } from '../views/view'
import type { OrbitCamera } from './orbit-camera'
import type { MapName, Palette } from './palette'
import type { PlaneCamera } from './plane-camera'
import type { LongAxis } from './rules/long-axis'
import type { Layers, PathSet, Rest, Ridgeline, StageWords } from './stage-api'
import type { Trails } from './trails'

/** What is drawn; the stage writes it, views read it. */
export interface StageState {
  surface: Surface
  /** Type size over its normal size */
  type: number
  palette: Palette
  layers: Layers
  words: StageWords
  run: RunInfo | null
  frame: Frame | null
  /** [N + 1] stage over data coordinates */
  scales: Float64Array
  /** Long axis of space-time and of the line view */
  axis: LongAxis | null
  paths: PathSet | null
  twins: PathSet | null
  worldLines: PathSet | null
  ridgeline: Ridgeline | null
  rest: Rest | null
  /** Frames with the density of the steps that the space-time view shows */
  slices: Map<number, Frame>
  trails: Trails
  picked: readonly number[]
  selected: number | null
  fork: number | null
  lambda: number
  /** Density at the top of the colours, stage coordinates */
  densityTop: number
  /** The same where a person has fixed it */
  snappedTop: number | null
  /** What is drawn has either sign: its colours go from minus the top to the top */
  signed: boolean
  plane: PlaneCamera
  orbit: OrbitCamera
}

/** The colours of the density or field: particles over it leave it half of the lightness. */
export function mapOf({ signed, layers, run }: StageState): MapName {
  if (signed) return 'signed'
  return layers.particles && run?.particles !== 0 ? 'density' : 'densityAlone'
}

/** Stage over data coordinates at a step. */
export function scaleAt(state: StageState, step: number): number {
  return state.scales[step] ?? 1
}
