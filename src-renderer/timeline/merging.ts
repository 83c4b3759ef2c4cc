import type { Ridgeline } from '../stage/stage-api'

/** A step between which and the one before the number of peaks of the exact density changes. */
export interface Merging {
  readonly step: number
  readonly label: string
}

/** Peaks lower than this share of the highest are left out. */
const LEAST = 0.01

/** Where peaks of a one-dimensional density merge along the run, or part, in visited order. */
export function mergingsOf({ grid, values }: Pick<Ridgeline, 'grid' | 'values'>): Merging[] {
  const count = grid.counts[0]!
  const found: Merging[] = []
  let before = 0
  for (let step = 0; step * count < values.length; step++) {
    const peaks = peaksOf(values, step * count, count)
    if (step > 0 && peaks !== before)
      found.push({ step, label: `${Math.max(peaks, before)} peaks, ${Math.min(peaks, before)}` })
    before = peaks
  }
  // A density that flickers is not a merging that is worth a mark.
  return found.length > 4 ? [] : found
}

function peaksOf(values: Float32Array, from: number, count: number): number {
  let top = 0
  for (let i = 0; i < count; i++) top = Math.max(top, values[from + i]!)
  let peaks = 0
  for (let i = 1; i + 1 < count; i++) {
    const [a, b, c] = [values[from + i - 1]!, values[from + i]!, values[from + i + 1]!]
    if (b > a && b >= c && b > LEAST * top) peaks++
  }
  return peaks
}
