import { type Directions } from '../samples/directions'
import { type Points } from '../samples/points'
import { type SortedProjections, sortedProjections } from '../samples/projections'
import { transportOfSorted } from './wasserstein-1d'

/** Sliced distances between two samples. */
export interface Sliced {
  /** Mean over directions of W_1 */
  readonly w1: number
  /** Square root of the mean over directions of W_2^2 (Bonneel et al. 2015, equation 9) */
  readonly w2: number
  /** Largest W_2 over these directions (Deshpande et al. 2019, with given directions) */
  readonly maxW2: number
}

/** All three at once, in the precision of the points: 64 directions and float32 are meant for a live picture. */
export function slicedWasserstein(x: Points, y: Points, directions: Directions): Sliced {
  const left = sortedProjections(x, directions)
  const right = sortedProjections(y, directions)
  let w1 = 0
  let w2 = 0
  let most = 0
  left.forEach((line, k) => {
    const square = transportOfSorted(line, right[k]!, 2)
    w1 += transportOfSorted(line, right[k]!, 1)
    w2 += square
    most = Math.max(most, square)
  })
  return { w1: w1 / left.length, w2: Math.sqrt(w2 / left.length), maxW2: Math.sqrt(most) }
}

/** Sliced W_2 alone, from projections that are kept. */
export function slicedW2(x: SortedProjections, y: SortedProjections): number {
  let sum = 0
  x.forEach((line, k) => (sum += transportOfSorted(line, y[k]!, 2)))
  return Math.sqrt(sum / x.length)
}
