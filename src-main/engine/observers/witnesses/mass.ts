import type { Distribution } from '#core/distributions/distribution'
import type { WitnessNumber } from '#core/protocol/contract'
import type { Model } from '../../assemble'
import { densityAt, lawTime } from '../fields'

/** Nodes an axis; beyond, the density is too narrow to be summed in a frame's time. */
const MOST_NODES = 160

/**
 * The density that the stage shows, summed over a grid: 1. The trapezoidal rule errs by less than 1e-6 for Gaussians that
 * are twice as wide as its spacing. Null where they are narrower than the grid can see, and in three dimensions.
 */
export function massWitness(model: Model, target: Distribution, step: number): WitnessNumber | null {
  const { form, dimension: d, box } = target
  if (form.form !== 'mixture' || d === 3) return null
  const t = lawTime(model, step)
  const alpha = model.process.alpha(t)
  const sigma = model.process.sigma(t)
  const narrowest = Math.sqrt(alpha ** 2 * Math.min(...form.variances) + sigma ** 2)
  const widest = Math.sqrt(alpha ** 2 * Math.max(...form.variances) + sigma ** 2)
  const spacing = 0.6 * narrowest
  const low = Array.from(box.low, (v) => alpha * v - 3 * widest)
  const counts = low.map((v, j) => Math.ceil((alpha * box.high[j]! + 3 * widest - v) / spacing) + 1)
  if (Math.max(...counts) > (d === 1 ? MOST_NODES ** 2 : MOST_NODES)) return null
  const grid = { counts, origin: low, spacing: counts.map(() => spacing) }
  const mass = densityAt(model, step, grid).reduce((sum, p) => sum + p * spacing ** d, 0)
  return { name: 'Mass', value: mass, against: 1, againstName: 'exact', agrees: Math.abs(mass - 1) < 2e-3 }
}
