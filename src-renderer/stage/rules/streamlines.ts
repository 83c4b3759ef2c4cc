import type { Score } from './arrow-rule'
import { fieldAt } from './field'

/** Points of curves along the score: x, y pairs in data units, one array a curve. */
export type Curves = readonly (readonly number[])[]

/**
 * Curves along a plane score field, both ways from starts that are not yet near a curve, so that they are evenly
 * spaced (after Jobard and Lefer 1997). `step` and `gap` are data units; midpoint rule on the direction field.
 */
export function streamlines(score: Score, step: number, gap: number, longest: number): Curves {
  const { counts, origin, spacing } = score.grid
  const [columns = 0, rows = 0] = counts
  const [width, height] = [(columns - 1) * spacing[0]!, (rows - 1) * spacing[1]!]
  const [across, down] = [Math.ceil(width / gap) + 1, Math.ceil(height / gap) + 1]
  const taken = new Int32Array(across * down).fill(-1)
  const cellOf = (x: number, y: number): number =>
    Math.floor((x - origin[0]!) / gap) * down + Math.floor((y - origin[1]!) / gap)
  const inside = (x: number, y: number): boolean =>
    x >= origin[0]! && y >= origin[1]! && x <= origin[0]! + width && y <= origin[1]! + height
  const direction = (x: number, y: number): [number, number] | null => {
    const sx = fieldAt(score.grid, score.values, 2, 0, x, y)
    const sy = fieldAt(score.grid, score.values, 2, 1, x, y)
    const size = Math.hypot(sx, sy)
    return size > 1e-9 ? [sx / size, sy / size] : null
  }
  const walk = (x0: number, y0: number, h: number, curve: number): number[] => {
    const points: number[] = []
    let [x, y] = [x0, y0]
    let before: [number, number] | null = null
    for (let k = 0; k < longest; k++) {
      const d = direction(x, y)
      if (d === null) break
      const half = direction(x + 0.5 * h * d[0], y + 0.5 * h * d[1])
      // A turn of more than a right angle is a sink or a source: the curve has arrived.
      if (half === null || (before !== null && half[0] * before[0] + half[1] * before[1] < 0)) break
      before = half
      x += h * half[0]
      y += h * half[1]
      if (!inside(x, y)) break
      const cell = cellOf(x, y)
      if (taken[cell] !== -1 && taken[cell] !== curve) break
      taken[cell] = curve
      points.push(x, y)
    }
    return points
  }
  const curves: number[][] = []
  for (let i = 0; i < across; i++)
    for (let j = 0; j < down; j++) {
      if (taken[i * down + j] !== -1) continue
      const x = origin[0]! + (i + 0.5) * gap
      const y = origin[1]! + (j + 0.5) * gap
      if (!inside(x, y)) continue
      const id = curves.length
      taken[i * down + j] = id
      const back = walk(x, y, -step, id)
      const ahead = walk(x, y, step, id)
      const points: number[] = []
      for (let k = back.length - 2; k >= 0; k -= 2) points.push(back[k]!, back[k + 1]!)
      points.push(x, y, ...ahead)
      if (points.length >= 12) curves.push(points)
      else curves.push([])
    }
  return curves.filter((points) => points.length > 0)
}
