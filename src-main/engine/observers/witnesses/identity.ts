import { flowIdentity } from '#core/measures/likelihood/flow-identity'
import type { WitnessNumber } from '#core/protocol/contract'
import { isDiscrete } from '#core/processes/discrete/ddpm'
import type { Model } from '../../assemble'

/** Particles at which the identity is checked */
const PROBES = 32
/** Part of the time range beside its ends where differences in time do not fit */
const MARGIN = 1e-4

/**
 * Largest residual of -div F = F . grad log p + d/dt log p at some particles, relative to its largest term: the
 * probability flow, the density and the process belong together. Null at the ends of time, and where the divergence is
 * not known in closed form.
 */
export function identityWitness(
  model: Model,
  step: number,
  x: Float32Array | Float64Array,
  shown: number,
): WitnessNumber | null {
  const { process, score, times } = model
  // A chain's curve bends at its timesteps, where differences in time are less exact: between them it is smooth.
  const t = isDiscrete(process) ? betweenTimesteps(times[step]!) : times[step]!
  const margin = MARGIN * (process.tMax - process.tMin)
  if (t < process.tMin + margin || t > process.tMax - margin) return null
  if (score.at(process.alpha(t), process.sigma(t)).divergence === undefined) return null
  const points = Float64Array.from(x.subarray(0, Math.min(PROBES, shown) * score.dimension))
  const { residual, scale } = flowIdentity(process, score, t, points)
  const value = residual.reduce((most, r) => Math.max(most, Math.abs(r)), 0) / scale
  return { name: 'Flow identity', value, against: 1e-6, againstName: 'tolerance', agrees: value < 1e-6 }
}

function betweenTimesteps(t: number): number {
  return t < 1 ? t + 0.5 : t - 0.5
}
