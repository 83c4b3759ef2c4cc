import type { AxisKind } from './poisson-problem'

/** Arrays as [outer, count, inner]: the axis in the middle is halved or doubled. */
interface Axis {
  readonly outer: number
  readonly count: number
  readonly inner: number
}

/** Means of pairs of cells along an axis of `count` cells */
export function restrictAlong(fine: Float64Array, { outer, count, inner }: Axis): Float64Array {
  const coarse = new Float64Array(fine.length / 2)
  for (let a = 0, at = 0; a < outer; a++)
    for (let k = 0; k < count / 2; k++)
      for (let b = 0; b < inner; b++, at++) {
        const from = (a * count + 2 * k) * inner + b
        coarse[at] = 0.5 * (fine[from]! + fine[from + inner]!)
      }
  return coarse
}

/** Linear between centres: 3/4 of a cell's own parent and 1/4 of the next, with the ends' own continuation */
export function prolongAlong(
  coarse: Float64Array,
  { outer, count, inner }: Axis,
  kind: AxisKind,
): Float64Array {
  const fine = new Float64Array(2 * coarse.length)
  const beyond = (k: number): readonly [number, number] => {
    if (k >= 0 && k < count) return [k, 1]
    if (kind === 'periodic') return [(k + count) % count, 1]
    return [Math.min(count - 1, Math.max(0, k)), (k < 0 ? kind.low : kind.high) === 'value' ? -1 : 1]
  }
  for (let k = 0; k < count; k++) {
    const [low, lowSign] = beyond(k - 1)
    const [high, highSign] = beyond(k + 1)
    for (let a = 0; a < outer; a++)
      for (let b = 0; b < inner; b++) {
        const own = 0.75 * coarse[(a * count + k) * inner + b]!
        const to = (a * 2 * count + 2 * k) * inner + b
        fine[to] = own + 0.25 * lowSign * coarse[(a * count + low) * inner + b]!
        fine[to + inner] = own + 0.25 * highSign * coarse[(a * count + high) * inner + b]!
      }
  }
  return fine
}
