/**
 * The clock on which a Brownian path is refined: a strictly rising map between a fraction of [0, 1] and time. The
 * path's law does not depend on it (W has increments N(0, c - a) in time t); its cost does, since times at simple
 * fractions need few draws.
 */
export interface PathClock {
  readonly tMin: number
  readonly tMax: number
  /** tMin at 0, tMax at 1 */
  time(fraction: number): number
  /** Inverse of `time`; times outside are clamped. */
  fraction(t: number): number
}

/** Equal parts of time. */
export function evenClock(tMin: number, tMax: number): PathClock {
  return {
    tMin,
    tMax,
    time: (u) => tMin + u * (tMax - tMin),
    fraction: (t) => Math.min(1, Math.max(0, (t - tMin) / (tMax - tMin))),
  }
}
