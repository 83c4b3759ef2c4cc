import type { GridSpec } from '#core/protocol/contract'
import { scaleAt, type StageState } from '../stage-state'

/**
 * Nodes every `spacing` CSS pixels over what is visible, in data coordinates of a step. `centred` puts the first
 * node half a cell inside the stage (arrows); otherwise the grid reaches past every edge (fields).
 */
export function planeGrid(state: StageState, step: number, spacing: number, centred: boolean): GridSpec {
  const { surface, plane } = state
  const unit = spacing / plane.k / scaleAt(state, step)
  const counts = [surface.size.width, surface.size.height].map((length) =>
    centred ? Math.max(2, Math.floor(length / spacing)) : Math.ceil(length / spacing) + 2,
  )
  const scale = scaleAt(state, step)
  const origin = [plane.x, plane.y].map((middle, i) => middle / scale - 0.5 * (counts[i]! - 1) * unit)
  return { counts, origin, spacing: [unit, unit] }
}
