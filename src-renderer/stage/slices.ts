import type { Frame } from '#core/protocol/contract'
import type { StageState } from './stage-state'

/** How far beside the wanted place of the long axis a slice may lie while nothing nearer has come. */
const near = 0.06

/** Keeps the density of a frame that is at, or nearest so far to, a step that space-time shows. */
export function keepSlice({ axis, slices }: StageState, frame: Frame): void {
  if (axis === null || frame.density === null || frame.density.grid.counts.length !== 2) return
  const place = axis.at[frame.step]!
  for (const step of Object.values(axis.ends)) {
    const away = Math.abs(place - axis.at[step]!)
    const held = slices.get(step)
    if (!(away < near)) continue
    if (held === undefined || away <= Math.abs(axis.at[held.step]! - axis.at[step]!))
      // Particles of other times would only hold memory.
      slices.set(step, { ...frame, particles: null, score: null, learned: null, mesh: null })
  }
}
