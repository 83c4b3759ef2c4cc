import { catalog } from '#core/catalog/index'
import { fokkerPlanck } from '#core/densities/problems/fokker-planck'
import { relaxationRates } from '#core/densities/sde/relaxation'
import { stationaryDensity } from '#core/densities/sde/stationary'
import { closedEnds, type AxisEnds } from '#core/densities/transport'
import type { SdeSubject } from '#core/experiment/document'
import { type Grid, shape } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import type { AtRest } from '#core/protocol/first-passage'
import { assembleEquation } from './equation-model'

/** Change of the density in L1 per unit of time below which it counts as at rest */
const STILL = 1e-7
/** Beside an end of a window a density at rest inside it has less than this part of its top. */
const AT_ENDS = 1e-3
const RATES = 4

/** Ends that hold a value are those of a window: what is at rest does not reach them. */
export const windowEnds = (ends: AxisEnds): AxisEnds =>
  ends === 'periodic' || !opens(ends) ? ends : closedEnds

const opens = (ends: AxisEnds): boolean =>
  ends !== 'periodic' && (ends.low.kind === 'value' || ends.high.kind === 'value')

/** The density that an equation's tends to, and on a line the rates at which it does. */
export function atRest(subject: SdeSubject): AtRest {
  const none = (sentence: string, rates: Float64Array = new Float64Array(0)): AtRest => ({
    values: null,
    sentence,
    rates,
  })
  const { sde, domain } = assembleEquation(subject, catalog)
  if (sde === null || !sde.steady)
    return none('Its coefficients change with t, so that nothing comes to rest.')
  const problem = fokkerPlanck(domain.grid, domain.ends.map(windowEnds), sde)
  const line = domain.grid.axes.length === 1 && domain.ends[0] !== 'periodic'
  const rates: Float64Array = line ? relaxationRates(problem, RATES) : new Float64Array(0)
  let values: Float64Array
  try {
    values = stationaryDensity(problem, STILL)
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    return none('No density at rest settles on this domain.', rates)
  }
  const reaches = domain.ends.some((ends, axis) => opens(ends) && edgeOf(values, domain.grid, axis) > AT_ENDS)
  if (!reaches) return { values, sentence: null, rates }
  // What a closed window would keep is no answer about the equation.
  return none('No density comes to rest inside this window: paths leave it for good.')
}

/** Largest value beside the two ends of an axis over the largest of all */
function edgeOf(values: Float64Array, on: Grid, axis: number): number {
  const [nx, ny] = shape(on)
  let [edge, top] = [0, 0]
  values.forEach((value, i) => {
    const k = axis === 0 ? Math.floor(i / ny) : i % ny
    top = Math.max(top, value)
    if (k === 0 || k === (axis === 0 ? nx : ny) - 1) edge = Math.max(edge, value)
  })
  return edge / top
}
