import type { LongAxis } from '../stage/rules/long-axis'
import type { Ridgeline } from '../stage/stage-api'
import type { StageState } from '../stage/stage-state'

/** Where the picture stands on the stage (CSS pixels, y up) and which x it shows. */
export interface LineBox {
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly width: number
  readonly height: number
  readonly low: number
  readonly high: number
  /** Height of a coordinate */
  y(x: number): number
}

export function lineBox({ surface, run }: StageState): LineBox {
  // Below the axis stands the equation, where there is room for it.
  const [left, right, top, bottom] = [56, 92, 84, surface.size.height > 420 ? 128 : 52]
  const width = Math.max(1, surface.size.width - left - right)
  const height = Math.max(1, surface.size.height - top - bottom)
  const low = run?.box.low[0] ?? -1
  const high = run?.box.high[0] ?? 1
  const y = (x: number): number => bottom + ((x - low) / (high - low)) * height
  return { left, right, bottom, width, height, low, high, y }
}

/** p(y, t) on evenly spaced columns of the long axis from densities at uneven steps, [columns, count], and its largest size. */
export function resampleStrip(
  { grid, values }: Ridgeline,
  axis: LongAxis,
  scales: Float64Array,
  columns: number,
  box: { readonly low: number; readonly high: number },
): { readonly values: Float32Array; readonly max: number } {
  const count = grid.counts[0]!
  const steps = [...axis.at.keys()].filter((i) => !Number.isNaN(axis.at[i]!))
  steps.sort((a, b) => axis.at[a]! - axis.at[b]!)
  const out = new Float32Array(columns * count)
  let max = 0
  let k = 0
  // A density in y = s x is p(y / s) / s.
  const read = (step: number, y: number): number => {
    const s = scales[step] ?? 1
    const u = (y / s - grid.origin[0]!) / grid.spacing[0]!
    const i = Math.floor(u)
    if (i < 0 || i + 1 >= count) return 0
    const [a, b] = [values[step * count + i]!, values[step * count + i + 1]!]
    return (a + (u - i) * (b - a)) / s
  }
  for (let c = 0; c < columns; c++) {
    const at = c / (columns - 1)
    while (k + 2 < steps.length && axis.at[steps[k + 1]!]! < at) k++
    const [i = 0, j = i] = [steps[k], steps[k + 1]]
    const span = axis.at[j]! - axis.at[i]!
    const share = span > 0 ? Math.min(1, Math.max(0, (at - axis.at[i]!) / span)) : 0
    for (let r = 0; r < count; r++) {
      const y = box.low + (r / (count - 1)) * (box.high - box.low)
      const p = (1 - share) * read(i, y) + share * read(j, y)
      out[c * count + r] = p
      max = Math.max(max, Math.abs(p))
    }
  }
  return { values: out, max: max || 1 }
}

/** How far a profile reaches for a value over the top, -1.6 to 1.6: what is faint is lifted as in the colours. */
export function profileReach(share: number): number {
  return Math.sign(share) * Math.min(1.6, Math.abs(share)) ** 0.72
}

/** Density of particles in equal bins over the shown range; all together stand for `total`. */
export function histogram(
  particles: Float32Array,
  scale: number,
  { low, high }: { readonly low: number; readonly high: number },
  bins: number,
  total = 1,
): Float64Array {
  const counts = new Float64Array(bins)
  const width = (high - low) / bins
  for (const x of particles) {
    const bin = Math.floor((x * scale - low) / width)
    if (bin >= 0 && bin < bins) counts[bin]! += 1
  }
  const unit = total / (Math.max(1, particles.length) * width)
  return counts.map((n) => n * unit)
}

/**
 * The top of the colours for a density that may begin as a point: three times the median of its columns' maxima, so that
 * one sharp moment does not leave all others dark.
 */
export function usualTop(values: Float32Array, columns: number, max: number): number {
  const rows = values.length / columns
  const tops = Array.from({ length: columns }, (_, c) => {
    let top = 0
    for (let r = 0; r < rows; r++) top = Math.max(top, Math.abs(values[c * rows + r]!))
    return top
  }).sort((a, b) => a - b)
  return Math.min(max, 3 * tops[columns >> 1]!)
}

/** Mean and deviation of each column of a strip, in data coordinates */
export function momentsOf(
  values: Float32Array,
  columns: number,
  rows: number,
  { low, high }: { readonly low: number; readonly high: number },
): (readonly [number, number])[] {
  return Array.from({ length: columns }, (_, c) => {
    let [mass, first, second] = [0, 0, 0]
    for (let r = 0; r < rows; r++) {
      const p = values[c * rows + r]!
      const x = low + (r / (rows - 1)) * (high - low)
      mass += p
      first += p * x
      second += p * x * x
    }
    const mean = mass > 0 ? first / mass : 0
    return [mean, mass > 0 ? Math.sqrt(Math.max(0, second / mass - mean * mean)) : 0]
  })
}
