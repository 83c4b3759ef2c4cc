import { countOf, inDouble, type Points, squaredDistance, thinned } from '../samples/points'

/** A kernel as a function of the squared distance. */
export type RadialKernel = (squared: number) => number

/** exp(-r^2 / (2 h^2)) */
export function gaussianKernel(bandwidth: number): RadialKernel {
  const factor = -0.5 / (bandwidth * bandwidth)
  return (squared) => Math.exp(factor * squared)
}

/** 1 / sqrt(c^2 + r^2), whose tails see differences far out (Gorham & Mackey 2017). */
export function inverseMultiquadric(c: number): RadialKernel {
  return (squared) => 1 / Math.sqrt(c * c + squared)
}

/**
 * Median distance between distinct points of both samples together, from at most `most` points: the usual bandwidth
 * (Gretton et al. 2012, section 8).
 */
export function medianDistance(x: Points, y: Points, most = 1000): number {
  const d = x.dimension
  const kept = [thinned(x, most / 2), thinned(y, most / 2)].map(inDouble)
  const values = Float64Array.from([...kept[0]!, ...kept[1]!])
  const n = countOf({ values, dimension: d })
  const distances = new Float64Array((n * (n - 1)) / 2)
  let at = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) distances[at++] = Math.sqrt(squaredDistance(values, i, values, j, d))
  distances.sort()
  const middle = at >> 1
  return at % 2 === 1 ? distances[middle]! : 0.5 * (distances[middle - 1]! + distances[middle]!)
}
