import { countOf, type Points } from '../samples/points'

/** Mean [d] and covariance [d][d] of a sample, divided by n. */
export interface Moments {
  readonly mean: readonly number[]
  readonly covariance: readonly (readonly number[])[]
}

export function momentsOf(points: Points): Moments {
  const { values, dimension: d } = points
  const n = countOf(points)
  const axes = Array.from({ length: d }, (_, j) => j)
  const mean = axes.map((j) => {
    let sum = 0
    for (let at = j; at < values.length; at += d) sum += values[at]!
    return sum / n
  })
  const product = (j: number, k: number): number => {
    const [a, b] = [mean[j]!, mean[k]!]
    let sum = 0
    for (let at = 0; at < values.length; at += d) sum += (values[at + j]! - a) * (values[at + k]! - b)
    return sum / n
  }
  return { mean, covariance: axes.map((j) => axes.map((k) => product(Math.min(j, k), Math.max(j, k)))) }
}
