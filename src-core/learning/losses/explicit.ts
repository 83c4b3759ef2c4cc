import type { NoisyDensity, ScoreModel } from '#core/scores/score-model'
import type { Loss, LossContext } from './loss'
import { matchingBatch } from './matching'
import type { NoisyRows } from './rows'

/** Levels whose exact score is kept; levels of an energy are tables and cost seconds. */
const HELD = 256

/** 1/2 E w |s_theta - grad log p_t|^2, against the exact score (Hyvärinen 2005, equation 2). */
export function explicit(context: LossContext, exact: ScoreModel): Loss {
  const held = new Map<string, NoisyDensity>()
  const at = (alpha: number, sigma: number): NoisyDensity => {
    const key = `${alpha} ${sigma}`
    const found = held.get(key) ?? exact.at(alpha, sigma)
    if (held.size >= HELD) held.clear()
    held.set(key, found)
    return found
  }
  return {
    slopes: false,
    batch: (rows) => matchingBatch(context, rows, exactScores(rows, at), 0.5),
  }
}

/** grad log p_t at every row, [n, d]; rows of one level are evaluated together. */
export function exactScores(
  { count, dimension: d, x, alpha, sigma }: NoisyRows,
  at: (alpha: number, sigma: number) => NoisyDensity,
): Float64Array {
  const out = new Float64Array(count * d)
  const level = (r: number): string => `${alpha[r]} ${sigma[r]}`
  const groups = grouped(count, level)
  for (const group of groups.values()) {
    const places = new Float64Array(group.length * d)
    group.forEach((r, i) => places.set(x.subarray(r * d, (r + 1) * d), i * d))
    const scores = new Float64Array(places.length)
    at(alpha[group[0]!]!, sigma[group[0]!]!).score(scores, places, group.length)
    group.forEach((r, i) => out.set(scores.subarray(i * d, (i + 1) * d), r * d))
  }
  return out
}

function grouped(count: number, key: (r: number) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  for (let r = 0; r < count; r++) {
    const list = groups.get(key(r))
    if (list === undefined) groups.set(key(r), [r])
    else list.push(r)
  }
  return groups
}
