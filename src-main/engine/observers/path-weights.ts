import type { Seeds } from '#core/experiment/document'
import { changedDrift } from '#core/measures/paths/changed-drift'
import { type DriftChange, girsanovWeights, type WeightedState } from '#core/measures/paths/girsanov'
import { meanOf } from '#core/measures/paths/ito-bench'
import {
  deviationOfWeights,
  LEAST_EFFECTIVE,
  reweighted,
  selfNormalised,
  weightSummary,
} from '#core/measures/paths/weights'
import { Invalid } from '#core/params/invalid'
import { drawnWeights, fanLevels, type PathWeights, pushParam } from '#core/protocol/path-weights'
import type { EquationModel } from '../equations/equation-model'
import { particlePaths } from '../equations/states'

/** Most paths, and most steps of paths of one kind: an answer takes a second or so. */
const MOST_PATHS = 5000
const MOST_WORK = 2_000_000
/** About so many times are shown. */
const SHOWN = 200

/** Throws `Invalid` for a push out of range. */
export function checkPush(push: number): void {
  const { min, max } = pushParam
  if (!(push >= min && push <= max))
    throw new Invalid('push', `is not usable; a number from ${min} to ${max} was expected`)
}

/**
 * Girsanov's weights along the paths of an equation for a steady push on its first Brownian motion, beside as many
 * other paths that have the pushed drift. Both keep to the ends of the window as the run's particles do, which the
 * weights allow: they belong to the noise. Throws `Invalid` where there are no paths.
 */
export function pathWeights(model: EquationModel, seeds: Seeds, push: number): PathWeights {
  checkPush(push)
  const { sde, times, dimension: d } = model
  if (sde === null) throw new Invalid('kind', 'is "field", which has no paths; "sde" was expected')
  const steps = times.length - 1
  const n = Math.max(2 * drawnWeights, Math.min(model.particles, MOST_PATHS, Math.floor(MOST_WORK / steps)))
  const change: DriftChange = (out) => {
    out.fill(0)
    out[0] = push
  }
  const stride = Math.ceil(steps / SHOWN)
  const shown = (step: number): boolean => step % stride === 0 || step === steps
  const rows: number[][] = []
  const fan: number[] = []
  const single: number[] = []
  const weighted = girsanovWeights(particlePaths(model, seeds, { first: 0, count: n }), d, sde.noises, change)
  for (const state of weighted) {
    if (!shown(state.step)) continue
    rows.push(weightedRow(state, push, n, d, sde.noises))
    const sorted = state.logWeights.toSorted()
    fan.push(...fanLevels.map((level) => sorted[Math.round(level * (n - 1))]!))
    single.push(...state.logWeights.subarray(0, drawnWeights))
  }
  // Paths of their own, with noise that the weighted ones have not seen.
  const other = { ...model, sde: changedDrift(sde, change, true) }
  const direct = []
  for (const { step, x } of particlePaths(other, seeds, { first: n, count: n }))
    if (shown(step)) direct.push(meanOf(firstCoordinates(x, d)))
  const column = (which: number): Float64Array => Float64Array.from(rows, (row) => row[which]!)
  return {
    t: column(0),
    fan: Float64Array.from(fan),
    single: Float64Array.from(single),
    mean: column(1),
    meanError: column(2),
    meanTheory: column(3),
    effective: column(4),
    reweighted: column(5),
    reweightedError: column(6),
    direct: Float64Array.from(direct, ({ value }) => value),
    directError: Float64Array.from(direct, ({ error }) => error),
    shifted: column(7),
    shiftedError: column(8),
    shiftedTheory: column(9),
    paths: n,
    leastEffective: LEAST_EFFECTIVE,
  }
}

function weightedRow(state: WeightedState, push: number, n: number, d: number, m: number): number[] {
  const { t, x, logWeights, shifted } = state
  const { mean, effective } = weightSummary(logWeights)
  const place = selfNormalised(firstCoordinates(x, d), logWeights)
  const squares = firstCoordinates(shifted, m).map((w) => (t === 0 ? 1 : (w * w) / t))
  const motion = reweighted(squares, logWeights)
  const theory = deviationOfWeights(push * push * t) / Math.sqrt(n)
  // Under squared weights W has drift 2 gamma: E (gamma sqrt t + xi)^4 of a normal xi.
  const a = push * push * t
  const shiftedTheory = t === 0 ? 0 : Math.sqrt((Math.exp(a) * (a * a + 6 * a + 3) - 1) / n)
  const sample = [mean.value, mean.error, theory, effective, place.value, place.error]
  return [t, ...sample, motion.value, motion.error, shiftedTheory]
}

function firstCoordinates(x: Float64Array, d: number): Float64Array {
  return d === 1 ? x : Float64Array.from({ length: x.length / d }, (_, i) => x[i * d]!)
}
