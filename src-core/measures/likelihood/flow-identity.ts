import type { Process } from '#core/processes/process'
import type { ScoreModel } from '#core/scores/score-model'
import { probabilityFlow } from './probability-flow'

/** How well -div F = F . grad log p + d/dt log p holds at points of one time. */
export interface FlowIdentity {
  /** [n] left side minus right side, in nats per unit of time */
  readonly residual: Float64Array
  /** Largest of the three terms over the points, which the residual is compared with */
  readonly scale: number
}

/**
 * The continuity equation of the probability flow along log p (the identity that the likelihood integrates). The time
 * derivative is a five-point difference of log p, so it shares nothing with the divergence. t strictly inside
 * (tMin, tMax).
 */
export function flowIdentity(process: Process, score: ScoreModel, t: number, x: Float64Array): FlowIdentity {
  const d = score.dimension
  const n = x.length / d
  const flow = probabilityFlow(process, score)
  const velocity = new Float64Array(x.length)
  const divergence = new Float64Array(n)
  const gradient = new Float64Array(x.length)
  flow.velocity(velocity, t, x)
  flow.divergence(divergence, t, x)
  score.at(process.alpha(t), process.sigma(t)).score(gradient, x, n)
  const rate = timeDerivative(process, score, t, x, n)
  let scale = 0
  const residual = divergence.map((div, i) => {
    let along = 0
    for (let j = 0; j < d; j++) along += velocity[i * d + j]! * gradient[i * d + j]!
    scale = Math.max(scale, Math.abs(div), Math.abs(along), Math.abs(rate[i]!))
    return -div - along - rate[i]!
  })
  return { residual, scale }
}

function timeDerivative(
  process: Process,
  score: ScoreModel,
  t: number,
  x: Float64Array,
  n: number,
): Float64Array {
  const span = process.tMax - process.tMin
  const h = Math.min(2e-3 * t, span / 1000, (t - process.tMin) / 2, (process.tMax - t) / 2)
  const logs = [-2, -1, 1, 2].map((shift) => {
    const at = t + shift * h
    const out = new Float64Array(n)
    score.at(process.alpha(at), process.sigma(at)).logDensity(out, x, n)
    return out
  })
  return logs[0]!.map((first, i) => (first - 8 * logs[1]![i]! + 8 * logs[2]![i]! - logs[3]![i]!) / (12 * h))
}
