import type { Process } from '#core/processes/process'

export interface PathDivergence {
  /** KL(p_T || prior) */
  readonly prior: number
  /** 1/2 int ((1 + lambda^2) / 2 lambda)^2 g^2 E |error|^2 dt; infinite at lambda = 0 unless the score is right */
  readonly integral: number
  /** KL of the two measures on paths: the sum of both */
  readonly total: number
}

/** What of E |error|^2 g^2 enters at a noise share lambda: least, 1, at lambda = 1 */
export function pathWeight(lambda: number): number {
  return ((1 + lambda * lambda) / (2 * lambda)) ** 2
}

/**
 * 1/2 int_a^b E|gamma|^2 dt: KL between two measures on paths that start alike and whose drifts differ by S gamma
 * (Girsanov 1960). Gauss's rule with five nodes on each of `pieces` parts, which are narrow near a.
 */
export function pathEnergy(a: number, b: number, meanSquare: (t: number) => number, pieces = 40): number {
  let integral = 0
  const place = (u: number): number => a + (b - a) * u * u
  for (let k = 0; k < pieces; k++) {
    const [from, to] = [place(k / pieces), place((k + 1) / pieces)]
    NODES.forEach((node, i) => {
      const t = 0.5 * (from + to) + 0.5 * (to - from) * node
      integral += 0.25 * (to - from) * WEIGHTS[i]! * meanSquare(t)
    })
  }
  return integral
}

/**
 * 1/2 int g^2 E|error|^2 dt between two noise levels, over the log-SNR l instead of t: g^2 dt = -sigma^2 dl for every
 * process, so that what is steep near the data, or spread over decades of t, is smooth. `meanSquare(t)` is E |error|^2
 * under p_t.
 */
export function noiseEnergy(
  process: Process,
  tEnd: number,
  meanSquare: (t: number) => number,
  pieces = 24,
): number {
  const [from, to] = [process.logSnr(process.tMax), process.logSnr(tEnd)]
  const h = (to - from) / pieces
  let integral = 0
  for (let k = 0; k < pieces; k++)
    NODES.forEach((node, i) => {
      const t = process.tFromLogSnr(from + h * (k + 0.5 + 0.5 * node))
      integral += 0.25 * h * WEIGHTS[i]! * process.sigma(t) ** 2 * meanSquare(t)
    })
  return integral
}

/**
 * KL(P_true || P_wrong) of the reverse family run with a wrong score, from tEnd to the process's tMax: both drifts differ
 * by (1 + lambda^2)/2 g^2 error, the noise is lambda g (Song, Durkan, Murray & Ermon 2021, theorem 1, at lambda = 1).
 * `meanSquare(t)` is E_{p_t} |s_wrong - s|^2, `prior` is KL(p_T || prior).
 */
export function pathDivergence(
  process: Process,
  lambda: number,
  meanSquare: (t: number) => number,
  prior: number,
  tEnd = process.tMin,
): PathDivergence {
  const energy = pathEnergy(tEnd, process.tMax, (t) => process.g2(t) * meanSquare(t))
  return divergenceAt(lambda, energy, prior)
}

/** The same from 1/2 int g^2 E |error|^2 dt, which does not depend on lambda. */
export function divergenceAt(lambda: number, energy: number, prior: number): PathDivergence {
  // At lambda = 0 the measures live on different paths as soon as the flows differ.
  const integral = energy === 0 ? 0 : lambda === 0 ? Infinity : pathWeight(lambda) * energy
  return { prior, integral, total: prior + integral }
}

const inner = Math.sqrt(5 - 2 * Math.sqrt(10 / 7)) / 3
const outer = Math.sqrt(5 + 2 * Math.sqrt(10 / 7)) / 3
const NODES = [-outer, -inner, 0, inner, outer] as const
const nearer = (322 + 13 * Math.sqrt(70)) / 900
const farther = (322 - 13 * Math.sqrt(70)) / 900
const WEIGHTS = [farther, nearer, 128 / 225, nearer, farther] as const
