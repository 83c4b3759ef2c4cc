import type { Object3D } from 'three'

/** A layer of the stage: it owns its objects and frees them. */
export interface View {
  readonly object: Object3D
  dispose(): void
}
