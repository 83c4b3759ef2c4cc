import { type Line } from '#core/measures/fit/kolmogorov-smirnov'
import { type Directions, evenDirections } from '#core/measures/samples/directions'
import { countOf, type Points } from '#core/measures/samples/points'
import { type SortedProjections, sortedProjections } from '#core/measures/samples/projections'
import { sortRising } from '#core/measures/samples/sort'
import { type Moments, momentsOf } from '#core/measures/transport/moments'

export const directionCount = 64

/** A sample at one moment, and what distances make of it once however often it is compared. */
export class Sample {
  readonly count: number
  private readonly made = new Map<string, unknown>()

  /** @param name tells samples of one moment apart, and is the same for the same points at the next */
  constructor(
    readonly points: Points,
    readonly name: string,
    readonly directions: Directions = evenDirections(points.dimension, directionCount),
  ) {
    this.count = countOf(points)
  }

  /** What `make` gives; made at the first request under that key. */
  once<T>(key: string, make: () => T): T {
    if (!this.made.has(key)) this.made.set(key, make())
    return this.made.get(key) as T
  }

  get sorted(): SortedProjections {
    return this.once('sorted', () => sortedProjections(this.points, this.directions))
  }

  /** First coordinates, rising */
  get first(): Line {
    return this.once('first', () => {
      const { values, dimension } = this.points
      const line = new Float32Array(this.count)
      for (let i = 0; i < line.length; i++) line[i] = values[i * dimension]!
      return sortRising(line)
    })
  }

  get moments(): Moments {
    return this.once('moments', () => momentsOf(this.points))
  }
}
