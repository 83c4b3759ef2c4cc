import type { RunInfo } from '#core/protocol/contract'
import type { StageState } from './stage-state'

/** Half extents per axis that hold the data and the noise, in stage coordinates. */
export function reachOf(state: StageState, run: RunInfo): number[] {
  const scaled = state.scales.some((scale) => scale !== 1)
  const widest = scaled ? Math.sqrt(run.dataVariance) : Math.max(...run.sigma)
  const last = run.direction === 'reverse' ? run.times.length - 1 : 0
  const scale = state.scales[last] ?? 1
  return run.box.low.map((low, j) => {
    const data = Math.max(Math.abs(low), Math.abs(run.box.high[j]!)) * scale
    return 1.04 * Math.max(data, 2.6 * widest)
  })
}
