import type { Frame } from '#core/protocol/contract'
import { isDifference } from '#core/protocol/density-source'

type Density = NonNullable<Frame['density']>

/** A field that goes below zero by this part of its top has signed colours; less is an undershoot of the scheme. */
const NEGATIVE = 0.01

/** The range of the colours: fixed over a run, one for the density or field and one for each difference. */
export interface ColourRange {
  /** A new run: what was seen is forgotten with its first frame, not before. */
  renew(): void
  /** The top for a density whose largest size on the stage is `here`, and whether it has either sign. */
  accept(density: Density, here: number, field: boolean): { readonly top: number; readonly signed: boolean }
  /** Fixes the range of what is shown; null goes back to what is found. */
  snap(top: number | null): void
  /** The range that a person has fixed for what is shown */
  readonly snapped: number | null
}

export function createColourRange(): ColourRange {
  const seen = new Map<string, number>()
  const fixed = new Map<string, number>()
  let shown = 'density'
  let fresh = true
  let below = false
  return {
    renew() {
      fresh = true
    },
    accept(density, here, field) {
      if (fresh) {
        seen.clear()
        below = false
        fresh = false
      }
      const difference = isDifference(density.source)
      shown = difference ? (density.source ?? 'density') : 'density'
      // An equation may begin as a point: its colours are those of a quarter of its run, once that is known.
      const found = density.top ?? Math.max(seen.get(shown) ?? 0, here)
      seen.set(shown, found)
      // One negative moment is enough, so that the colours change their meaning at most once in a run.
      if (field && (density.least ?? 0) < -NEGATIVE * found) below = true
      return { top: (fixed.get(shown) ?? found) || 1, signed: difference || (field && below) }
    },
    snap(top) {
      if (top === null) fixed.delete(shown)
      else fixed.set(shown, top)
    },
    get snapped() {
      return fixed.get(shown) ?? null
    },
  }
}
