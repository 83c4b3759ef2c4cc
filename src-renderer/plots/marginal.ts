import type { Frame, RunInfo } from '#core/protocol/contract'
import type { Ridgeline } from '../stage/stage'

export interface MarginalPlot {
  readonly low: number
  readonly high: number
  /** Highest value of the axis */
  readonly top: number
  /** Density in equal bins from low to high */
  readonly histogram: readonly number[]
  readonly exact: readonly (readonly [number, number])[]
  readonly ticks: readonly number[]
}

/**
 * The first coordinate: a histogram of the particles beside its exact density. Where that has no closed form the
 * density grid of the plane is summed over its second axis, whose error is what lies outside the window.
 */
export function marginalOf(
  run: RunInfo,
  frame: Frame,
  ridgeline: Ridgeline | null,
  bins: number,
): MarginalPlot | null {
  if (frame.particles === null) return null
  const d = run.dimension
  const step = Math.min(frame.step, run.times.length - 1)
  const reach =
    1.05 *
    Math.max(
      3 * run.sigma[step]!,
      run.alpha[step]! * Math.max(Math.abs(run.box.low[0]!), Math.abs(run.box.high[0]!)) +
        1.5 * run.sigma[step]!,
    )
  const width = (2 * reach) / bins
  const histogram = new Array<number>(bins).fill(0)
  for (let i = 0; i < frame.shown; i++) {
    const bin = Math.floor((frame.particles[i * d]! + reach) / width)
    if (bin >= 0 && bin < bins) histogram[bin]! += 1 / (frame.shown * width)
  }
  const exact = exactMarginal(frame, ridgeline, step).filter(([x]) => Math.abs(x) <= reach)
  const peak = Math.max(...histogram, ...exact.map(([, p]) => p), 1e-9)
  const nice = 10 ** Math.floor(Math.log10(reach))
  const unit =
    reach / nice > 5 ? 4 * nice : reach / nice > 2.5 ? 2 * nice : reach / nice > 1.2 ? nice : nice / 2
  const ticks: number[] = []
  for (let k = -Math.floor(reach / unit); k <= reach / unit; k++)
    ticks.push(Number((k * unit).toPrecision(6)))
  return { low: -reach, high: reach, top: 1.08 * peak, histogram, exact, ticks }
}

function exactMarginal(
  frame: Frame,
  ridgeline: Ridgeline | null,
  step: number,
): (readonly [number, number])[] {
  if (ridgeline !== null) {
    const count = ridgeline.grid.counts[0]!
    return Array.from({ length: count }, (_, i) => [
      ridgeline.grid.origin[0]! + i * ridgeline.grid.spacing[0]!,
      ridgeline.values[step * count + i] ?? 0,
    ])
  }
  if (frame.density === null || frame.density.grid.counts.length !== 2) return []
  const { counts, origin, spacing } = frame.density.grid
  const rows = counts[1]!
  return Array.from({ length: counts[0]! }, (_, i) => {
    let sum = 0
    for (let j = 0; j < rows; j++) sum += frame.density!.values[i * rows + j]! * spacing[1]!
    return [origin[0]! + i * spacing[0]!, sum] as const
  })
}
