import type { Process } from '#core/processes/process'
import type { ScoreModel } from '#core/scores/score-model'
import { probabilityFlow } from './probability-flow'

/** Euler's steps of the flow over given times and the exact change of variables of these steps. */
export interface DiscreteChange {
  /** [N + 1] positions [n, d] */
  readonly path: readonly Float64Array[]
  /**
   * [N + 1] sums over the steps so far of log|det(I + dF/dx dt)| [n]: log p changes by minus this along the steps. It
   * tends to the integral of div F as dt falls, with an error of first order.
   */
  readonly sums: readonly Float64Array[]
}

/** The map of each step is differentiated itself, so that density is conserved even where dt is too large. */
export function eulerChange(
  process: Process,
  score: ScoreModel,
  x: Float64Array,
  times: Float64Array,
): DiscreteChange {
  const d = score.dimension
  const n = x.length / d
  const flow = probabilityFlow(process, score)
  const path = [x.slice()]
  const sums = [new Float64Array(n)]
  const velocity = new Float64Array(x.length)
  const jacobian = new Float64Array(n * d * d)
  for (let step = 0; step + 1 < times.length; step++) {
    const t = times[step]!
    const dt = times[step + 1]! - t
    const now = path[step]!
    flow.velocity(velocity, t, now)
    flow.jacobian(jacobian, t, now)
    const before = sums[step]!
    sums.push(before.map((sum, i) => sum + Math.log(Math.abs(stepDeterminant(jacobian, i * d * d, d, dt)))))
    path.push(now.map((value, i) => value + dt * velocity[i]!))
  }
  return { path, sums }
}

/** det(I + J dt) of the d x d block at an offset. */
function stepDeterminant(j: Float64Array, at: number, d: number, dt: number): number {
  const m = (row: number, column: number): number => (row === column ? 1 : 0) + dt * j[at + row * d + column]!
  if (d === 1) return m(0, 0)
  if (d === 2) return m(0, 0) * m(1, 1) - m(0, 1) * m(1, 0)
  return (
    m(0, 0) * (m(1, 1) * m(2, 2) - m(1, 2) * m(2, 1)) -
    m(0, 1) * (m(1, 0) * m(2, 2) - m(1, 2) * m(2, 0)) +
    m(0, 2) * (m(1, 0) * m(2, 1) - m(1, 1) * m(2, 0))
  )
}
