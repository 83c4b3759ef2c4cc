import { catalog } from '#core/catalog/index'
import type { DensitySource } from '#core/protocol/density-source'
import { shape, spacing } from '#core/numeric/grids/grid'
import type { PathsJob, RidgelineJob } from '../workers/messages'
import { type ClosedForm, closedFormOf } from './closed-form'
import { assembleEquation, type EquationSubject } from './equation-model'
import { equationOf } from './equation-of'
import { carriedStates, gridStates, particleStates, startOf } from './states'

/** Whole paths of some particles, [particles, N + 1, d]; empty for what has no particles. */
export function equationPaths(job: PathsJob): Float32Array {
  const model = equationOf(job.experiment)
  if (model.particles === 0 || job.what !== 'run') return new Float32Array(0)
  const d = model.dimension
  const steps = model.times.length
  const values = new Float32Array(job.particles.length * steps * d)
  if (model.carried !== null) {
    // All of them at once: each pass solves the grid again.
    const x = Float64Array.from(
      job.particles.flatMap((first) => [...startOf(model, job.seeds, { first, count: 1 })]),
    )
    for (const { step, arrays } of carriedStates(model, x))
      job.particles.forEach((_, row) =>
        values.set(arrays[0]!.subarray(row * d, (row + 1) * d), (row * steps + step) * d),
      )
    return values
  }
  job.particles.forEach((first, row) => {
    for (const { step, arrays } of particleStates(model, job.seeds, { first, count: 1 }))
      values.set(arrays[0]!, (row * steps + step) * d)
  })
  return values
}

/**
 * The density on a line at every step, between the centres of its cells, [N + 1, count]: the grid's, or the closed form
 * or their difference where one is known; 0 at moments that have none.
 */
export function equationRidgeline(job: RidgelineJob, subject: EquationSubject): Float32Array {
  const model = assembleEquation(subject, catalog)
  const { grid } = model.domain
  const axis = grid.axes[job.axis]
  const values = new Float32Array(model.times.length * job.count)
  // A second run of a plane's grid would take as long as the first.
  if (axis === undefined || model.dimension === 2) return new Float32Array(0)
  const [n] = shape(grid)
  const closed = job.source === 'exact' || job.source === 'grid-difference' ? closedFormOf(model) : null
  for (const { step, arrays } of gridStates(model)) {
    const p = picture(arrays[0]!, closed, job.source, step)
    for (let i = 0; i < job.count; i++) {
      const u = (job.origin + i * job.spacing - axis.low) / spacing(axis) - 0.5
      // Half a cell beside an end has the end's cell alone.
      if (u < -0.5 || u > n - 0.5) continue
      const left = Math.min(n - 2, Math.max(0, Math.floor(u)))
      const share = Math.min(1, Math.max(0, u - left))
      values[step * job.count + i] = p[left]! + share * (p[left + 1]! - p[left]!)
    }
  }
  return values
}

function picture(
  p: Float32Array | Float64Array,
  closed: ClosedForm | null,
  source: DensitySource,
  step: number,
): Float32Array | Float64Array {
  if (closed === null) return p
  const exact = closed(step)
  if (exact === null) return new Float64Array(p.length)
  return source === 'exact' ? exact : exact.map((value, i) => p[i]! - value)
}
