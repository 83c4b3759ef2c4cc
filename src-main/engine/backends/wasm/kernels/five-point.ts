// Explicit steps of a five-point stencil on float32 planes: what a cell keeps and what it gets from its four neighbours.
import { madd } from './elementary'

/** Steps that follow each other through the plane, row by row, so that weights are read from the nearest cache. */
const LEVELS: i32 = 4

/** Four floats that begin one place before, and one place after, the first of the second vector */
@inline
function fromLeft(before: v128, here: v128): v128 {
  return v128.shuffle<f32>(before, here, 3, 4, 5, 6)
}

@inline
function fromRight(here: v128, after: v128): v128 {
  return v128.shuffle<f32>(here, after, 1, 2, 3, 4)
}

/** One row of four times `count` cells; `weights` begin with those of the row. */
@inline
function stepRow(out: usize, p: usize, weights: usize, row: usize): void {
  const end = out + row
  let above = p - row
  let below = p + row
  let before = v128.load(p - 16)
  let here = v128.load(p)
  while (out < end) {
    const after = v128.load(p, 16)
    let sum = f32x4.mul(v128.load(weights), here)
    let along = f32x4.mul(v128.load(weights, 48), fromLeft(before, here))
    sum = madd(v128.load(weights, 16), v128.load(above), sum)
    along = madd(v128.load(weights, 64), fromRight(here, after), along)
    sum = madd(v128.load(weights, 32), v128.load(below), sum)
    v128.store(out, f32x4.add(sum, along))
    before = here
    here = after
    out += 16
    p += 16
    above += 16
    below += 16
    weights += 80
  }
}

/**
 * `steps` steps of the plane p [rows, columns], columns a multiple of four, with `other` as room of the same size; both
 * have a row and a vector of zeros before and after. `weights` are five vectors for every four cells: kept, from the row
 * before, from the row after, from the left, from the right, 0 where there is no neighbour. Returns where the result lies: p or `other`.
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
        const at = <usize>i * row
        stepRow((even ? to : from) + at, (even ? from : to) + at, weights + 5 * at, row)
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
