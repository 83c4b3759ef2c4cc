import type { Timeline } from '#core/experiment/document'
import type { RunInfo } from '#core/protocol/contract'

export type AxisKind = Timeline['axis']

/**
 * Where each step stands on the timeline, [N + 1]: 0 is noise, at the left, and 1 is data, at the right, on every
 * axis and for runs in either direction.
 */
export function fractionsOf(run: RunInfo, axis: AxisKind): Float64Array {
  const n = run.times.length - 1
  const values = valuesOf(run, axis)
  const low = Math.min(values[0]!, values[n]!)
  const high = Math.max(values[0]!, values[n]!)
  return values.map((v) => (v - low) / (high - low))
}

/** What the axis shows, rising to the right. A run without noise levels has no log-SNR, and its time goes on. */
function valuesOf(run: RunInfo, axis: AxisKind): Float64Array {
  if (axis === 'step') return run.times.map((_, i) => stepSign(run) * i)
  if (run.direction === 'time') return run.times
  return axis === 't' ? run.times.map((t) => -t) : run.logSnr
}

/** The long axis of views that have time as a direction: log-SNR, or the time itself. */
export function longValues(run: RunInfo): Float64Array {
  return run.direction === 'time' ? run.times : run.logSnr
}

/** Steps count from the start of the run, which is at the right when it runs from data to noise. */
function stepSign(run: RunInfo): number {
  return run.direction === 'forward' ? -1 : 1
}

/** The step nearest to a place on the timeline. */
export function stepAt(fractions: Float64Array, at: number): number {
  const rising = fractions[fractions.length - 1]! > fractions[0]!
  let low = 0
  let high = fractions.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (fractions[middle]! <= at === rising) low = middle
    else high = middle
  }
  return Math.abs(fractions[low]! - at) <= Math.abs(fractions[high]! - at) ? low : high
}

/** Stage coordinates over data coordinates at each step: 1, or what keeps the cloud at the size of the data. */
export function stageScales(run: RunInfo, always = false): Float64Array {
  if (run.direction === 'time') return new Float64Array(run.times.length).fill(1)
  const s2 = run.dataVariance
  const widest = Math.max(run.sigma[0]!, run.sigma[run.sigma.length - 1]!)
  if (!always && widest <= 3 * Math.sqrt(s2)) return new Float64Array(run.times.length).fill(1)
  return run.alpha.map((alpha, i) => Math.sqrt(s2 / (alpha * alpha * s2 + run.sigma[i]! ** 2)))
}
