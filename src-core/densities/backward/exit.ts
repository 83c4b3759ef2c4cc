import { Invalid } from '#core/params/invalid'
import { Operator } from '../operator/operator'
import type { Transport } from '../transport'
import { Adjoint, type EndValues } from './adjoint'

const MOST_ROUNDS = 6000
/** Steps of 1, 4, 16, ... times the shortest */
const LENGTHS = 14
const FEWEST = 3
/** A cycle of lengths that leaves more than this of the last one's change is too long. */
const GROWTH = 0.9

/**
 * Mean time until X leaves through the held ends of a steady problem, or reaches a cell of `target` (1 there): L u = -1
 * with u = 0 there (Gardiner 2009, section 5.5). [cells]. Throws `Invalid` where no path ever leaves.
 */
export function exitTime(problem: Transport, target?: Uint8Array): Float64Array {
  return solveBackward(problem, target, -1, [
    [0, 0],
    [0, 0],
  ])
}

/** Chance that X leaves where `atEnds` is 1 rather than where it is 0: L u = 0 with these values at held ends. [cells] */
export function exitChance(problem: Transport, atEnds: EndValues): Float64Array {
  return solveBackward(problem, undefined, 0, atEnds)
}

/**
 * L u = right by rounds of u <- u + (I - dt L_x)^-1 (I - dt L_y)^-1 dt (L u - right) with dt through a cycle of lengths
 * (Douglas & Gunn 1964); what is found does not depend on dt.
 */
function solveBackward(
  problem: Transport,
  target: Uint8Array | undefined,
  right: number,
  atEnds: EndValues,
): Float64Array {
  const open = problem.ends.some(
    (end) => end !== 'periodic' && [end.low, end.high].some(({ kind }) => kind === 'value'),
  )
  if (!open && target?.includes(1) !== true)
    throw new Invalid('domain', 'has no end that absorbs, so that no path leaves it; a held end was expected')
  const adjoint = new Adjoint(problem)
  const u = new Float64Array(adjoint.cells)
  const change = new Float64Array(adjoint.cells)
  const shortest = 4 / new Operator(problem).fastest(0).alone
  const pin = (values: Float64Array): void => {
    for (let i = 0; i < values.length; i++) if (target?.[i] === 1) values[i] = 0
  }
  let [lengths, place, before] = [LENGTHS, 0, Infinity]
  for (let round = 0; round < MOST_ROUNDS; round++, place = (place + 1) % lengths) {
    const dt = shortest * 4 ** place
    change.fill(-right)
    adjoint.addTo(change, u, 0, 1, atEnds)
    pin(change)
    let most = 0
    for (let i = 0; i < change.length; i++) change[i]! *= dt
    adjoint.solve(1, change, 0, dt)
    adjoint.solve(0, change, 0, dt)
    pin(change)
    let largest = 0
    for (let i = 0; i < u.length; i++) {
      u[i]! += change[i]!
      most = Math.max(most, Math.abs(change[i]!))
      largest = Math.max(largest, Math.abs(u[i]!))
    }
    if (place < lengths - 1) continue
    // The longest step moves what is still wrong the most.
    if (most <= 1e-11 * largest && Number.isFinite(largest)) return u
    // Where the drift turns, both axes taken one after the other do not bear the longest steps: then without them.
    if (!(most < GROWTH * before) && lengths > FEWEST) {
      if (!(most < before)) u.fill(0)
      lengths--
      before = Infinity
    } else before = most
  }
  throw new Invalid('domain', 'has ends that paths hardly ever reach, so that the mean time did not settle')
}
