import type { Process } from '#core/processes/process'
import type { Levels } from '../losses/levels'
import type { Loss } from '../losses/loss'
import { networkInputs } from '../losses/matching'
import type { NoisyRows } from '../losses/rows'
import type { Architecture } from '../network/architecture'
import { scoreFromOutput } from '../network/parametrisation'
import type { Trainer } from '../training/trainer'
import { consistencyFunction } from './consistency-function'

/** A network that can be evaluated, e.g. a trainer’s average. */
export interface EvaluatedNetwork {
  readonly architecture: Architecture
  /** Raw outputs [n, d] for inputs [n, inputWidth] */
  forward(out: Float64Array, inputs: Float64Array, n: number): void
}

export function averageOf(architecture: Architecture, trainer: Trainer): EvaluatedNetwork {
  return { architecture, forward: (out, inputs, n) => trainer.forward('average', out, inputs, n) }
}

export interface Distillation {
  readonly loss: Loss
  readonly levels: Levels
}

/** Rises of sigma^(1/7) are equal: Karras et al. 2022, equation 5 */
const RHO = 7

/**
 * Consistency distillation (Song et al. 2023, algorithm 2): the student at level n + 1 is to give what its own average
 * gives at level n, one Heun step of the teacher's probability flow further. The distance is the squared Euclidean
 * one, of weight 1. `rungs` levels, at least 2, stand between the ends of the process.
 */
export function consistencyDistillation(
  student: Architecture,
  process: Process,
  teacher: EvaluatedNetwork,
  average: EvaluatedNetwork,
  rungs: number,
): Distillation {
  const ladder = timesOf(process, rungs)
  const epsilon = process.sigma(ladder[0]!) / process.alpha(ladder[0]!)
  return {
    levels: (u) => ladder[1 + Math.min(rungs - 2, Math.floor(u * (rungs - 1)))]!,
    loss: {
      slopes: false,
      batch(rows) {
        const lower = oneRungDown(rows, process, ladder, teacher)
        const targets = consistencyValues(average, lower, epsilon)
        const { count, dimension: d, x, alpha, sigma } = rows
        const weights = new Float64Array(count)
        for (let r = 0; r < count; r++) {
          const own = scoreFromOutput(student, alpha[r]!, sigma[r]!)
          const f = consistencyFunction(alpha[r]!, sigma[r]!, epsilon)
          // f = c x + k F
          const k = f.onScore * own.onScore
          const c = f.onState + f.onScore * own.onState
          weights[r] = k * k
          for (let j = 0; j < d; j++) targets[r * d + j] = (targets[r * d + j]! - c * x[r * d + j]!) / k
        }
        return { count, inputs: networkInputs({ architecture: student }, rows), targets, weights }
      },
    },
  }
}

/** [rungs] times from the data's end to the noise's. */
function timesOf(process: Process, rungs: number): Float64Array {
  const ratio = (t: number): number => process.sigma(t) / process.alpha(t)
  const low = ratio(process.tMin) ** (1 / RHO)
  const high = ratio(process.tMax) ** (1 / RHO)
  return Float64Array.from({ length: rungs }, (_, n) => {
    if (n === 0) return process.tMin
    if (n === rungs - 1) return process.tMax
    return process.tFromLogSnr(-2 * RHO * Math.log(low + (n / (rungs - 1)) * (high - low)))
  })
}

/** One Heun step of dx~/d(sigma / alpha) = -(sigma / alpha) alpha s for x~ = x / alpha, each row to its next rung. */
function oneRungDown(
  rows: NoisyRows,
  process: Process,
  ladder: Float64Array,
  teacher: EvaluatedNetwork,
): NoisyRows {
  const { count, dimension: d } = rows
  const t = rows.t.map((time) => ladder[Math.max(0, ladder.indexOf(time) - 1)]!)
  const alpha = t.map((time) => process.alpha(time))
  const sigma = t.map((time) => process.sigma(time))
  const first = scoresOf(teacher, rows)
  const x = new Float64Array(count * d)
  const move = (second: Float64Array | null): void => {
    for (let k = 0; k < x.length; k++) {
      const r = Math.floor(k / d)
      const drop = sigma[r]! / alpha[r]! - rows.sigma[r]! / rows.alpha[r]!
      const here = -rows.sigma[r]! * first[k]!
      const slope = second === null ? here : 0.5 * (here - sigma[r]! * second[k]!)
      x[k] = alpha[r]! * (rows.x[k]! / rows.alpha[r]! + drop * slope)
    }
  }
  const lower = { ...rows, x, t, alpha, sigma }
  move(null)
  move(scoresOf(teacher, lower))
  return lower
}

/** The consistency function of a network at rows of any levels, [n, d]. */
function consistencyValues(network: EvaluatedNetwork, rows: NoisyRows, epsilon: number): Float64Array {
  const scores = scoresOf(network, rows)
  return scores.map((s, k) => {
    const r = Math.floor(k / rows.dimension)
    const { onState, onScore } = consistencyFunction(rows.alpha[r]!, rows.sigma[r]!, epsilon)
    return onState * rows.x[k]! + onScore * s
  })
}

function scoresOf(network: EvaluatedNetwork, rows: NoisyRows): Float64Array {
  const { count, dimension: d, x, alpha, sigma } = rows
  const raw = new Float64Array(count * d)
  network.forward(raw, networkInputs(network, rows), count)
  return raw.map((f, k) => {
    const r = Math.floor(k / d)
    const { onState, onScore } = scoreFromOutput(network.architecture, alpha[r]!, sigma[r]!)
    return onState * x[k]! + onScore * f
  })
}
