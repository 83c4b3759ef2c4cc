import type { PathClock } from '#core/numeric/brownian/clock'
import type { Process } from './process'

/** The clock of the lab, log-SNR, for path noise: grids of equal steps on it fall on few levels of the path. */
export function logSnrClock(process: Process): PathClock {
  const { tMin, tMax } = process
  const top = process.logSnr(tMin)
  const fall = top - process.logSnr(tMax)
  return {
    tMin,
    tMax,
    time: (u) => process.tFromLogSnr(top - u * fall),
    fraction: (t) => Math.min(1, Math.max(0, (top - process.logSnr(t)) / fall)),
  }
}
