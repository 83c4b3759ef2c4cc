import type { Points } from './samples/points'

/** What a distance gives between two samples of the same distribution: below it, a sampler cannot be told from exact. */
export interface Floor {
  readonly mean: number
  /** 0.95 quantile over the pairs, between order statistics by linear interpolation */
  readonly quantile: number
  readonly pairs: number
}

/** A sample of the distribution, the same for the same seed and independent for others. */
export type Draw = (seed: number) => Points

/** Over pairs of independent samples with seeds 2 i and 2 i + 1 after `seed`. */
export function dataFloor(
  measure: (x: Points, y: Points) => number,
  draw: Draw,
  pairs = 20,
  seed = 1000,
): Floor {
  const values = Array.from({ length: pairs }, (_, i) => measure(draw(seed + 2 * i), draw(seed + 2 * i + 1)))
  return floorOf(values)
}

export function floorOf(values: readonly number[]): Floor {
  const sorted = [...values].sort((a, b) => a - b)
  const at = 0.95 * (sorted.length - 1)
  const low = sorted[Math.floor(at)]!
  const high = sorted[Math.ceil(at)]!
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    quantile: low + (at - Math.floor(at)) * (high - low),
    pairs: values.length,
  }
}

/** Floors that were computed, the oldest forgotten first. A key names measure, distribution and number of points. */
export class FloorCache {
  private readonly floors = new Map<string, Floor>()

  constructor(private readonly most = 64) {}

  get(key: string, compute: () => Floor): Floor {
    const found = this.floors.get(key)
    if (found !== undefined) return found
    const floor = compute()
    this.floors.set(key, floor)
    const oldest = this.floors.keys().next().value
    if (this.floors.size > this.most && oldest !== undefined) this.floors.delete(oldest)
    return floor
  }
}
