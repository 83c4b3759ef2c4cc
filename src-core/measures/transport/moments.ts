import { countOf, type Points } from '../samples/points'

/** Mean [d] and covariance [d][d] of a sample, divided by n. */
export interface Moments {
  readonly mean: readonly number[]
  readonly covariance: readonly (readonly number[])[]
}

export function momentsOf(points: Points): Moments {
  const { values, dimension: d } = points
  const n = countOf(points)
  const mean = new Array<number>(d).fill(0)
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) mean[j]! += values[i * d + j]! / n
  const covariance = mean.map(() => new Array<number>(d).fill(0))
  for (let i = 0; i < n; i++)
    for (let j = 0; j < d; j++)
      for (let k = 0; k < d; k++)
        covariance[j]![k]! += ((values[i * d + j]! - mean[j]!) * (values[i * d + k]! - mean[k]!)) / n
  return { mean, covariance }
}
