// Explicit steps of a five-point stencil on float32 planes: what a cell keeps and what it gets from its four neighbours.
import { madd } from './elementary'

/** Steps that follow each other through the plane, row by row, so that weights are read from the nearest cache. */
const LEVELS: i32 = 4

/** One row: out = keep p + low p(before) + high p(after) + left p(-1) + right p(+1) */
@inline
function stepRow(
  out: usize,
  p: usize,
  weights: usize,
  plane: usize,
  at: usize,
  row: usize,
): void {
  for (let i: usize = at; i < at + row; i += 16) {
    let sum = f32x4.mul(v128.load(weights + i), v128.load(p + i))
    sum = madd(v128.load(weights + plane + i), v128.load(p + i - row), sum)
    sum = madd(v128.load(weights + 2 * plane + i), v128.load(p + i + row), sum)
    let along = f32x4.mul(v128.load(weights + 3 * plane + i), v128.load(p + i - 4))
    along = madd(v128.load(weights + 4 * plane + i), v128.load(p + i + 4), along)
    v128.store(out + i, f32x4.add(sum, along))
  }
}

/**
 * `steps` steps of the plane p [rows, columns], columns a multiple of four, with `other` as room of the same size; both
 * have a row of zeros before and after. `weights` are five planes: kept, from the row before, from the row after, from
 * the left, from the right, 0 where there is no neighbour. Returns where the result lies: p or `other`.
 */
export function fivePoint(
  p: usize,
  other: usize,
  weights: usize,
  rows: i32,
  columns: i32,
  steps: i32,
): usize {
  const row = <usize>columns << 2
  const plane = row * <usize>rows
  let from = p
  let to = other
  let left = steps
  while (left > 0) {
    const levels = min(LEVELS, left)
    // Step k works one row behind step k - 1, whose two arrays it uses the other way round.
    for (let front = 0; front < rows + levels - 1; front++) {
      for (let k = 0; k < levels; k++) {
        const i = front - k
        if (i < 0 || i >= rows) continue
        const even = (k & 1) == 0
        stepRow(even ? to : from, even ? from : to, weights, plane, <usize>i * row, row)
      }
    }
    if ((levels & 1) == 1) {
      const kept = from
      from = to
      to = kept
    }
    left -= levels
  }
  return from
}
