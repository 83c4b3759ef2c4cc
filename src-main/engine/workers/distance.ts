import { catalog } from '#core/catalog/index'
import { assemble } from '../assemble'
import { DistanceMeter } from '../observers/distances/distance-meter'
import { heldNetworks } from './held-networks'
import type { DistanceJob } from './messages'

/** Curves that are measured at a time; one for each window that looks at the engine. */
const MOST = 4
const meters = new Map<number, DistanceMeter>()

/** One row of a curve. Throws an Error where its first row was asked for too long ago. */
export function computeDistance({ curve, of, step, positions, onward }: DistanceJob): Float32Array {
  if (of !== null) {
    const model = assemble(of.experiment.subject, catalog, undefined, heldNetworks())
    meters.set(curve, new DistanceMeter(model, of.seeds, of.measure))
    const oldest = meters.keys().next().value
    if (meters.size > MOST && oldest !== undefined) meters.delete(oldest)
  }
  const meter = meters.get(curve)
  if (meter === undefined) throw new Error('Too many distances are measured at once.')
  return meter.row(step, positions, onward)
}
