import type { Frame } from '#core/protocol/contract'
import { fieldAt } from './field'

export type Score = NonNullable<Frame['score']>
export type Density = NonNullable<Frame['density']>

/** Largest length as a share of a cell, at the reference size of the score. */
const share = 0.8

/** One arrow: where it is centred (data units), its direction and length in pixels, its opacity. */
export interface ArrowSink {
  (x: readonly number[], direction: readonly number[], length: number, alpha: number): void
}

/** 90th percentile of |s| where the density is above 3 % of its maximum; everywhere if the density is unknown. */
export function scoreReference(score: Score, density: Density | null): number {
  const d = score.grid.counts.length
  const sizes: number[] = []
  visit(score, (x, index) => {
    if (density !== null && d === 2) {
      const p = fieldAt(density.grid, density.values, 1, 0, x[0]!, x[1]!)
      if (p < 0.03 * density.max) return
    }
    sizes.push(sizeOf(score, index, d))
  })
  if (sizes.length === 0) return 1
  sizes.sort((a, b) => a - b)
  return sizes[Math.floor(0.9 * (sizes.length - 1))]! || 1
}

/**
 * Calls `sink` for every arrow: length .8 cell sqrt(|s| / reference), at most .95 cells, so that none touch, nothing under 3 px, faded
 * to .32 where the density is negligible.
 */
export function eachArrow(
  score: Score,
  density: Density | null,
  reference: number,
  cell: number,
  sink: ArrowSink,
): void {
  const d = score.grid.counts.length
  visit(score, (x, index) => {
    const size = sizeOf(score, index, d)
    const length = Math.min(0.95 * cell, arrowLength(size, reference, cell))
    if (!(length >= 3)) return
    const direction = Array.from({ length: d }, (_, k) => score.values[index * d + k]! / size)
    let alpha = 0.8
    if (density !== null && d === 2) {
      const p = fieldAt(density.grid, density.values, 1, 0, x[0]!, x[1]!) / density.max
      alpha = 0.32 + 0.63 * Math.min(1, Math.max(0, p / 0.06))
    }
    sink(x, direction, length, alpha)
  })
}

/** Pixels; `size` and `reference` are norms of the score. */
export function arrowLength(size: number, reference: number, cell: number): number {
  return share * cell * Math.sqrt(size / reference)
}

function sizeOf(score: Score, index: number, d: number): number {
  let sum = 0
  for (let k = 0; k < d; k++) sum += score.values[index * d + k]! ** 2
  return Math.sqrt(sum)
}

function visit({ grid }: Score, each: (x: readonly number[], index: number) => void): void {
  const d = grid.counts.length
  const total = grid.counts.reduce((a, b) => a * b, 1)
  const x = new Array<number>(d).fill(0)
  for (let index = 0; index < total; index++) {
    let rest = index
    for (let axis = d - 1; axis >= 0; axis--) {
      x[axis] = grid.origin[axis]! + (rest % grid.counts[axis]!) * grid.spacing[axis]!
      rest = Math.floor(rest / grid.counts[axis]!)
    }
    each(x, index)
  }
}
