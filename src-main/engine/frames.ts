import type { Frame, FrameRequest, GridSpec } from '#core/protocol/contract'
import type { Asides } from './asides'
import { densityGrid, scoreGrid } from './observers/fields'
import { statistics } from './observers/statistics'
import type { Run } from './run'
import { learnedField } from './training/learned-field'
import type { LearningService } from './training/learning-service'
import { latticeSize } from './workers/aside'
import type { Pool } from './workers/pool'

/** Nodes of a grid that the page may ask for. */
const MOST_NODES = 262144

/**
 * Frames for one client: whole states of one step, with the fields around them. Null while the step is not on film,
 * and when nothing has changed since the frame before. Fields are kept for the grid and step they were made for.
 */
export function frameSource(
  beside: Asides,
  pool: Pool,
  learning: Pick<LearningService, 'fieldOf'>,
): (run: Run, request: FrameRequest, besides?: string) => Frame | null {
  let density: { key: string; value: NonNullable<Frame['density']> } | null = null
  let score: { key: string; value: NonNullable<Frame['score']> } | null = null
  let learned: { key: string; values: Float32Array | null } = { key: '', values: null }
  let mesh: { ticket: number; values: Float32Array | null } = { ticket: -1, values: null }
  let sent = ''

  return (run, request, besides = '') => {
    const state = run.at(Math.min(run.model.times.length - 1, Math.max(0, Math.round(request.step))))
    if (state === null) return null
    const { step } = state
    const { wants } = request
    if (wants.mesh && mesh.ticket !== run.ticket) {
      mesh = { ticket: run.ticket, values: null }
      const { ticket } = run
      void beside.lattice(pool, run.document).then(
        (values) => {
          if (mesh.ticket === ticket) mesh = { ticket, values }
        },
        () => undefined,
      )
    }
    const shape = JSON.stringify([run.revision, step, wants.density, wants.score])
    const other = learnedField(wants.learned, run.model.score, run.document, learning.fieldOf)
    const field = `${shape} ${run.ticket} ${other?.mark ?? ''}`
    const key = `${besides} ${field} ${state.shown} ${wants.mesh && mesh.values !== null} ${wants.statistics}`
    if (key === sent) return null
    sent = key
    if (wants.density !== null && density?.key !== shape)
      density = {
        key: shape,
        value: { grid: usable(wants.density), ...densityGrid(run.model, step, wants.density) },
      }
    if (wants.score !== null && score?.key !== shape)
      score = {
        key: shape,
        value: {
          grid: usable(wants.score),
          values: scoreGrid(run.model, run.model.score.truth ?? run.model.score, step, wants.score),
        },
      }
    if (wants.score !== null && learned.key !== field)
      learned = {
        key: field,
        values: other === null ? null : scoreGrid(run.model, other.model, step, wants.score),
      }
    const lattice = latticeSize ** 2 * 2
    return {
      revision: run.revision,
      step,
      t: run.model.times[step]!,
      shown: state.shown,
      particles: wants.particles ? new Float32Array(state.positions) : null,
      density: wants.density === null ? null : (density?.value ?? null),
      score: wants.score === null ? null : (score?.value ?? null),
      learned: wants.score === null ? null : learned.values,
      mesh:
        wants.mesh && mesh.values !== null && mesh.values.length > 0
          ? {
              rows: latticeSize,
              columns: latticeSize,
              values: mesh.values.slice(step * lattice, (step + 1) * lattice),
            }
          : null,
      grid: null,
      // The first picture after a change does not wait for numbers: the whole ensemble, which follows, brings them.
      statistics:
        wants.statistics && state.shown === run.model.particles
          ? statistics(run.model, step, state.positions, state.shown)
          : null,
    }
  }
}

function usable(grid: GridSpec): GridSpec {
  const nodes = grid.counts.reduce((product, count) => product * count, 1)
  if (!(nodes >= 1 && nodes <= MOST_NODES)) throw new Error(`a grid of ${nodes} nodes was asked for`)
  return grid
}
