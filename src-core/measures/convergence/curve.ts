import { fitOrder, type OrderFit } from '#core/numeric/order-fit'

/** One error on a convergence plot. */
export interface CurvePoint {
  /** What the order is fitted against: steps, or evaluations where a method chooses its own steps */
  readonly cost: number
  readonly error: number
  /** False: the reference, or the number of particles, is not good enough for this point; drawn hollow, not fitted. */
  readonly solid: boolean
}

/** An error is told from that of its reference where it is at least this many times as large. */
export const margin = 4

/** Points of the fit: four halvings of the step, the finest ones, which are nearest to the asymptotic range. */
const MOST = 5

/** Order over the finest solid points; null with fewer than three. */
export function fitCurve(points: readonly CurvePoint[]): OrderFit | null {
  const solid = points.filter((point) => point.solid && point.error > 0).sort((a, b) => a.cost - b.cost)
  const kept = solid.slice(-MOST)
  return fitOrder(
    kept.map((point) => point.cost),
    kept.map((point) => point.error),
  )
}
