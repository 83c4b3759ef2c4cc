import {
  counterWord,
  nodeShift,
  normalPair,
  pairOfNormals,
  pairOfUniforms,
  streams,
  uniformPair,
} from '#core/numeric/gaussian-stream'
import type { Sde } from '../sde/sde'

/** One axis of the region that is left: an end that reflects, or one that lets go. */
export interface Exit {
  readonly low: number
  readonly high: number
  readonly lowReflects: boolean
  readonly highReflects: boolean
}

export interface Passages {
  /** Mean time of leaving and its standard error */
  readonly mean: number
  readonly error: number
  /** Share of the paths that left at the high end of the first axis */
  readonly atHigh: number
  /** Paths that were still inside when all time was used; their time counts as that, which is too short. */
  readonly inside: number
  readonly paths: number
}

/**
 * Times at which paths from a place leave an interval or a rectangle, by Euler and Maruyama's method with the drift of
 * both ends of a step (Kloeden & Platen 1992, section 15.5, with the diffusion of its beginning). Between two steps
 * on the same side of an end a path may have been beyond it: with the chance exp(-2 d d' / (s^2 dt)) of a Brownian
 * bridge, where d and d' are its distances from the end and s^2 the variance across it (Gobet 2000, for exit times),
 * which takes the error of the steps from order 1/2 to about 1.
 */
export function passagePaths(
  sde: Sde,
  from: readonly number[],
  exits: readonly Exit[],
  {
    dt,
    most,
    paths,
    seed,
  }: { readonly dt: number; readonly most: number; readonly paths: number; readonly seed: number },
): Passages {
  const { dimension: d, noises: m } = sde
  const [drift, matrix] = [new Float64Array(d), new Float64Array(d * m)]
  const [x, before] = [new Float64Array(d), new Float64Array(d)]
  const [shaken, later] = [new Float64Array(d), new Float64Array(d)]
  const noise = new Float64Array(m)
  const root = Math.sqrt(dt)
  let [mean, square, high, inside] = [0, 0, 0, 0]
  for (let path = 0; path < paths; path++) {
    x.set(from)
    let [time, left] = [0, 0]
    for (let step = 0; left === 0 && step < most; step++) {
      before.set(x)
      sde.drift(drift, x[0]!, x[1] ?? 0, time)
      sde.diffusion(matrix, x[0]!, x[1] ?? 0, time)
      const shifted = path + nodeShift(step)
      for (let k = 0; k < m; k += 2) {
        normalPair(seed, shifted, counterWord(streams.independent, k >> 1, step))
        noise[k] = pairOfNormals.even * root
        if (k + 1 < m) noise[k + 1] = pairOfNormals.odd * root
      }
      for (let a = 0; a < d; a++) {
        let change = 0
        for (let k = 0; k < m; k++) change += matrix[a * m + k]! * noise[k]!
        shaken[a] = x[a]! + change
        x[a] = shaken[a]! + drift[a]! * dt
      }
      time += dt
      // The mean drift of both ends of the step: what turns would else be thrown outwards.
      sde.drift(later, x[0]!, x[1] ?? 0, time)
      for (let a = 0; a < d; a++) x[a] = shaken[a]! + 0.5 * (drift[a]! + later[a]!) * dt
      for (let a = 0; left === 0 && a < d; a++) {
        let variance = 0
        for (let k = 0; k < m; k++) variance += matrix[a * m + k]! ** 2
        uniformPair(seed, shifted, counterWord(streams.accept, a, step))
        left = crossed(exits[a]!, before[a]!, x, a, variance * dt)
      }
      if (left !== 0) high += left === 1 ? 1 : 0
    }
    // Somewhere within its last step it went; halfway is what is expected.
    const spent = left === 0 ? time : time - 0.5 * dt
    if (left === 0) inside++
    const apart = spent - mean
    mean += apart / (path + 1)
    square += apart * (spent - mean)
  }
  return {
    mean,
    error: Math.sqrt(square / Math.max(1, paths - 1) / paths),
    atHigh: high / paths,
    inside,
    paths,
  }
}

/** 1: beyond the high end of the first axis; -1: beyond another end; 0: inside. Reflecting ends fold the place back. */
function crossed(exit: Exit, was: number, x: Float64Array, axis: number, variance: number): 1 | -1 | 0 {
  const { low, high, lowReflects, highReflects } = exit
  const at = x[axis]!
  if (at >= high && highReflects) x[axis] = Math.max(low, 2 * high - at)
  else if (at <= low && lowReflects) x[axis] = Math.min(high, 2 * low - at)
  else if (at >= high) return axis === 0 ? 1 : -1
  else if (at <= low) return -1
  const bridge = (end: number): number =>
    variance > 0 ? Math.exp((-2 * (was - end) * (x[axis]! - end)) / variance) : 0
  if (!highReflects && pairOfUniforms.first < bridge(high)) return axis === 0 ? 1 : -1
  if (!lowReflects && pairOfUniforms.second < bridge(low)) return -1
  return 0
}
