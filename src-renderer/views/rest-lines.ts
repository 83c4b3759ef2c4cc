import { linear } from '../stage/palette'
import { dashes, isolines, joined } from '../stage/rules/isolines'
import type { Rest } from '../stage/stage-api'
import type { StageState } from '../stage/stage-state'
import type { Lines } from './layers/lines'

type Polyline = readonly (readonly [number, number])[]

/** Levels of the density at rest that are drawn in the plane, shares of its top */
const levels = [0.1, 0.5, 0.9]
/** CSS pixels: what the density tends to is dashed everywhere. */
const [on, off] = [6, 4]

/** Contours of what the density tends to, dashed, kept while they do not change; data coordinates. */
export function createRestContours(): (lines: Lines, state: StageState) => void {
  let kept: { of: Rest; lines: Polyline[] } | null = null
  return (lines, { rest, layers, palette, plane }) => {
    if (rest === null || !layers.rest || rest.grid.counts.length !== 2) return
    if (kept?.of !== rest) {
      const top = rest.values.reduce((most, value) => Math.max(most, value), 0)
      const near = 1e-5 * rest.grid.spacing[0]!
      kept = {
        of: rest,
        lines: levels.flatMap((level) => joined(isolines(rest.grid, rest.values, level * top), near)),
      }
    }
    addDashed(
      lines,
      kept.lines.flatMap((line) => dashes(line, on / plane.k, off / plane.k)),
      linear(palette.truth),
      0.95,
    )
  }
}

/** Stretches in the lines' own units */
export function addDashed(
  lines: Lines,
  stretches: readonly Polyline[],
  colour: readonly [number, number, number],
  alpha: number,
): void {
  for (const stretch of stretches) {
    lines.move()
    for (const [x, y] of stretch) lines.point(x, y, 0, colour, alpha)
  }
}

/** A polyline in CSS pixels as dashes */
export function dashed(points: Polyline): Polyline[] {
  return dashes(points, on, off)
}
