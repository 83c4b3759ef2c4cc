import type { RunInfo } from '#core/protocol/contract'
import type { ViewKind } from '../stage/stage-api'

/** The plain stage, or one of the other ways to see a run */
export type SceneName = 'stage' | 'surface' | 'ridges' | 'space-time'

type Seen = Pick<RunInfo, 'dimension' | 'direction'>

const flat = { 1: 'line', 2: 'plane', 3: 'volume' } as const

/** The scenes that a run has; space–time needs noise levels for its long axis. */
export function scenesOf({ dimension, direction }: Seen): readonly SceneName[] {
  if (dimension === 3) return ['stage']
  if (dimension === 1) return ['stage', 'surface', 'ridges']
  return direction === 'time' ? ['stage', 'surface'] : ['stage', 'surface', 'space-time']
}

/** What the stage draws of a run in a scene; the plain stage where the run does not have it. */
export function kindOf(scene: SceneName, run: Seen): ViewKind {
  return scene === 'stage' || !scenesOf(run).includes(scene) ? flat[run.dimension] : scene
}
