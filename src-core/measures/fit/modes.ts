import { countOf, type Points } from '../samples/points'

/** Which share of a sample is nearest to each mode's centre, [modes]; sums to 1. */
export function modeWeights(points: Points, modes: readonly (readonly number[])[]): Float64Array {
  const { values, dimension: d } = points
  const weights = new Float64Array(modes.length)
  const centres = Float64Array.from(modes.flat())
  const n = countOf(points)
  for (let i = 0; i < n; i++) {
    let nearest = 0
    let least = Infinity
    for (let k = 0; k < modes.length; k++) {
      let square = 0
      for (let j = 0; j < d; j++) square += (values[i * d + j]! - centres[k * d + j]!) ** 2
      if (square < least) {
        least = square
        nearest = k
      }
    }
    weights[nearest]! += 1 / n
  }
  return weights
}

/** Standard deviations of the shares of n exact draws, [modes]: of binomials with these weights, over n. */
export function shareDeviations(weights: ArrayLike<number>, n: number): Float64Array {
  return Float64Array.from(weights, (w) => Math.sqrt((w * (1 - w)) / n))
}

/** Half the sum of absolute differences of shares. */
export function totalVariation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += 0.5 * Math.abs(a[k]! - b[k]!)
  return sum
}

/**
 * What the total variation between the shares of n exact draws and the true shares is on average: a sum of mean
 * absolute deviations of binomials, sqrt(2 w (1 - w) / (pi n)) each (de Moivre), halved.
 */
export function totalVariationFloor(weights: ArrayLike<number>, n: number): number {
  let sum = 0
  for (let k = 0; k < weights.length; k++)
    sum += 0.5 * Math.sqrt((2 * weights[k]! * (1 - weights[k]!)) / (Math.PI * n))
  return sum
}

/** Share of the modes that hold at least a tenth of their exact weight; modes without weight are not counted. */
export function coverage(found: ArrayLike<number>, exact: ArrayLike<number>): number {
  let modes = 0
  let covered = 0
  for (let k = 0; k < exact.length; k++) {
    if (!(exact[k]! > 0)) continue
    modes += 1
    if (found[k]! >= 0.1 * exact[k]!) covered += 1
  }
  return modes === 0 ? 1 : covered / modes
}
