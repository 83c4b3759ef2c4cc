import { normalQuantile } from '#core/numeric/normal-quantile'
import type { Process } from '#core/processes/process'

export const levelKinds = ['log-snr', 'time', 'log-normal', 'one'] as const
export type LevelKind = (typeof levelKinds)[number]

/** Times from uniform numbers u in (0, 1): which noise levels a network is trained at. */
export type Levels = (u: number) => number

/** Where log(alpha / sigma) has an effect: beyond it data is all there is, or noise. */
export const ratioRange = [-5.5, 6] as const
/** Karras et al. 2022, table 1: mean and deviation of ln sigma for data of deviation 1/2 */
const EDM_MEAN = -1.2
const EDM_DEVIATION = 1.2

export function levelsOf(kind: LevelKind, process: Process, dataVariance: number, ratio: number): Levels {
  const { tMin, tMax } = process
  const at = (value: number): number => process.tFromLogSnr(2 * value)
  const low = Math.max(ratioRange[0], 0.5 * process.logSnr(tMax))
  const high = Math.min(ratioRange[1], 0.5 * process.logSnr(tMin))
  switch (kind) {
    case 'log-snr':
      return (u) => at(low + u * (high - low))
    case 'time':
      return (u) => tMin + u * (tMax - tMin)
    case 'log-normal': {
      // ln(sigma / alpha) shifts with the logarithm of the data's deviation.
      const mean = EDM_MEAN + Math.log(2 * Math.sqrt(dataVariance))
      return (u) => at(Math.min(high, Math.max(low, -mean - EDM_DEVIATION * normalQuantile(u))))
    }
    case 'one': {
      const t = at(ratio)
      return () => t
    }
  }
}
