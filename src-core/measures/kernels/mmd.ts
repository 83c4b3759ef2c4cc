import type { RadialKernel } from './radial'
import { countOf, inDouble, type Points, squaredDistance } from '../samples/points'

/** Squared maximum mean discrepancy (Gretton et al. 2012, lemma 6). */
export interface Mmd {
  /** Pairs of a point with itself counted; never negative */
  readonly biased: number
  /** Without them: mean 0 for equal distributions, so it may be negative */
  readonly unbiased: number
}

/** From all pairs: n^2 kernel values, meant for some thousand points. */
export function mmd(x: Points, y: Points, kernel: RadialKernel): Mmd {
  const n = countOf(x)
  const m = countOf(y)
  const self = kernel(0)
  const across = (2 * between(x, y, kernel, 0, n, 0, m)) / (n * m)
  const inX = 2 * within(x, kernel, 0, n)
  const inY = 2 * within(y, kernel, 0, m)
  return {
    biased: (inX + n * self) / (n * n) + (inY + m * self) / (m * m) - across,
    unbiased: inX / (n * (n - 1)) + inY / (m * (m - 1)) - across,
  }
}

/**
 * The unbiased one as a mean over blocks of pairs, in n * block kernel values (Zaremba, Gretton & Blaschko 2013), with
 * the standard error that the blocks show. Both samples must have the same number of points, at least two blocks.
 */
export function mmdInBlocks(
  x: Points,
  y: Points,
  kernel: RadialKernel,
  block = 128,
): { readonly unbiased: number; readonly error: number } {
  const blocks = Math.floor(countOf(x) / block)
  const left: Points = { values: inDouble(x), dimension: x.dimension }
  const right: Points = { values: inDouble(y), dimension: y.dimension }
  let sum = 0
  let squares = 0
  for (let b = 0; b < blocks; b++) {
    const from = b * block
    const to = from + block
    const value =
      (2 * (within(left, kernel, from, to) + within(right, kernel, from, to))) / (block * (block - 1)) -
      (2 * between(left, right, kernel, from, to, from, to)) / (block * block)
    sum += value
    squares += value * value
  }
  const mean = sum / blocks
  return { unbiased: mean, error: Math.sqrt(Math.max(0, squares / blocks - mean * mean) / (blocks - 1)) }
}

/** Sum over pairs i < j of one sample. */
function within(points: Points, kernel: RadialKernel, from: number, to: number): number {
  const values = inDouble(points)
  const d = points.dimension
  let sum = 0
  for (let i = from; i < to; i++) {
    let row = 0
    for (let j = from; j < i; j++) row += kernel(squaredDistance(values, i, values, j, d))
    sum += row
  }
  return sum
}

function between(
  x: Points,
  y: Points,
  kernel: RadialKernel,
  fromX: number,
  toX: number,
  fromY: number,
  toY: number,
): number {
  const d = x.dimension
  const left = inDouble(x)
  const right = inDouble(y)
  let sum = 0
  for (let i = fromX; i < toX; i++) {
    let row = 0
    for (let j = fromY; j < toY; j++) row += kernel(squaredDistance(left, i, right, j, d))
    sum += row
  }
  return sum
}
