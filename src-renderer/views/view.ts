import type { Camera, Scene } from 'three'
import type { GridSpec } from '#core/protocol/contract'
import type { Furniture } from '../stage/furniture/furniture'
import type { StageState } from '../stage/stage-state'

/** Size of the canvas in CSS pixels, device pixels per CSS pixel, and how much heavier lines are (projector). */
export interface Surface {
  readonly size: { readonly width: number; readonly height: number }
  readonly ratio: number
  readonly weight: number
}

/** One way to see a run. It owns its objects, reads the state and never writes it. */
export interface View {
  /** Bodies hide each other: drawn with depth, and with smooth outlines. */
  readonly bodies?: boolean
  readonly scene: Scene
  readonly camera: Camera
  update(state: StageState): void
  /** Ticks, keys and labels of what `update` placed. */
  furnish(state: StageState, furniture: Furniture): void
  /** Grids in data coordinates of a step. */
  grids(
    state: StageState,
    step: number,
  ): { readonly density: GridSpec | null; readonly score: GridSpec | null }
  /** Place of data point `index` of the frame on the screen, for picking. */
  project(state: StageState, values: Float32Array, index: number): readonly [number, number]
  dispose(): void
}
