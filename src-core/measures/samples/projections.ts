import { type Directions } from './directions'
import { countOf, type Points } from './points'
import { sortRising } from './sort'

/** The points projected on every direction and sorted: [directions][n], in the points' own precision. */
export type SortedProjections = readonly (Float32Array | Float64Array)[]

/** What sliced distances are computed from; kept where one sample is compared with several others. */
export function sortedProjections(points: Points, directions: Directions): SortedProjections {
  const n = countOf(points)
  const d = points.dimension
  const { values } = points
  const spare = values instanceof Float32Array ? new Float32Array(n) : new Float64Array(n)
  return Array.from({ length: directions.values.length / d }, (_, k) => {
    const line = values instanceof Float32Array ? new Float32Array(n) : new Float64Array(n)
    const a = directions.values[k * d]!
    const b = d > 1 ? directions.values[k * d + 1]! : 0
    const c = d > 2 ? directions.values[k * d + 2]! : 0
    if (d === 1) for (let i = 0; i < n; i++) line[i] = a * values[i]!
    else if (d === 2) for (let i = 0; i < n; i++) line[i] = a * values[2 * i]! + b * values[2 * i + 1]!
    else
      for (let i = 0; i < n; i++)
        line[i] = a * values[3 * i]! + b * values[3 * i + 1]! + c * values[3 * i + 2]!
    return sortRising(line, spare)
  })
}
