import type { Frame, RunInfo } from '#core/protocol/contract'
import type { PlaneCamera, Size } from './camera-plane'
import type { Palette } from './palette'

export type LayerName =
  'particles' | 'density' | 'contours' | 'score' | 'streamlines' | 'paths' | 'trails' | 'mesh'

export type ViewKind = 'plane' | 'line' | 'volume' | 'space-time'

/** Whole trajectories of a few particles, [count, N + 1, d] in data coordinates. */
export interface PathSet {
  readonly particles: readonly number[]
  readonly run: Float32Array
  /** The probability flow from the same starts */
  readonly flow: Float32Array
  readonly steps: number
}

/** Exact p(x, t) on a line at every step, [N + 1, count]. */
export interface Ridgeline {
  readonly values: Float32Array
  readonly count: number
  readonly origin: number
  readonly spacing: number
}

/** Everything the stage draws; views read it and never write. */
export interface StageState {
  readonly size: Size
  readonly ratio: number
  readonly palette: Palette
  readonly view: ViewKind
  readonly layers: ReadonlySet<LayerName>
  readonly run: RunInfo | null
  readonly frame: Frame | null
  readonly paths: PathSet | null
  /** Many flow lines for the space-time view */
  readonly worldLines: PathSet | null
  readonly ridgeline: Ridgeline | null
  readonly camera: PlaneCamera
  readonly picked: number | null
  /** Noise strength: the colour of the cloud lies between the flow's and the SDE's */
  readonly lambda: number
  /** [N + 1] place of each step on the timeline, and stage over data coordinates */
  readonly fractions: Float64Array
  readonly scales: Float64Array
  /** Highest density over the whole run, in stage coordinates */
  readonly densityTop: number
}
