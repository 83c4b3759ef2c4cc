import { exp } from '#core/numeric/elementary'
import { counterWord, pairOfUniforms, streams, uniformPair } from '#core/numeric/gaussian-stream'
import { Invalid } from '#core/params/invalid'
import { makeGrid } from '#core/scores/energy-grid'
import type { EnergyForm } from '#core/scores/score-form'
import type { Distribution } from './distribution'
import { cumulate, pick } from './from-mixture'

/** Spacing of the grid for moments and for the bounds of draws */
const SPACING = 0.04
/** Logarithm of how far bounds of cells are above the weights at their corners */
const SLACK = 0.3
/** More are never needed: a draw is kept with a probability of about 0.7. */
const ATTEMPTS = 200

/**
 * p_0 proportional to exp(-U) inside a square (or an interval) about the origin. Throws `Invalid` (path `formula`) where exp(-U) is not finite, vanishes
 * everywhere, or does not fall off inside the square.
 */
export function distributionFromEnergy(
  dimension: 1 | 2,
  reach: number,
  energy: (x: number, y: number) => number,
): Distribution {
  // The least energy is taken out, so that exp(-U) neither overflows nor vanishes.
  const floor = leastEnergy(dimension, reach, energy)
  const form: EnergyForm = {
    form: 'energy',
    dimension,
    low: new Float64Array(dimension).fill(-reach),
    high: new Float64Array(dimension).fill(reach),
    logWeight: (x, y) => floor - energy(x, y),
  }
  const { counts, logs, spacing } = makeGrid(form, SPACING)
  const weights = logs.map(exp)
  const [nx, ny] = counts
  let edge = 0
  let top = 0
  weights.forEach((w, k) => {
    const i = Math.floor(k / ny)
    const j = k % ny
    top = Math.max(top, w)
    if (i === 0 || i === nx - 1 || (dimension === 2 && (j === 0 || j === ny - 1))) edge = Math.max(edge, w)
  })
  if (edge > 1e-3 * top)
    throw new Invalid(
      'formula',
      `does not fall off within ${reach} of the origin, so it cannot be normalised; an energy that grows outwards, or a larger reach, was expected`,
    )
  const total = weights.reduce((sum, w) => sum + w, 0)
  const place = (k: number, j: number): number => -reach + (j === 0 ? Math.floor(k / ny) : k % ny) * spacing
  const mean = new Float64Array(dimension)
  let variance = 0
  weights.forEach((w, k) => {
    for (let j = 0; j < dimension; j++) mean[j]! += (w / total) * place(k, j)
  })
  weights.forEach((w, k) => {
    for (let j = 0; j < dimension; j++) variance += (w / total / dimension) * (place(k, j) - mean[j]!) ** 2
  })
  return {
    dimension,
    form,
    mean,
    variance,
    box: boxOf(weights, total, place, dimension),
    sample: sampler(form, logs, nx, ny, spacing),
  }
}

/**
 * Draws from exp(-U) itself by rejection (von Neumann 1951): a cell between nodes by a bound of its mass, a uniform
 * place in it, kept with the probability weight / bound. The bound is a little above the weights at its corners; where
 * a weight is still above, a peak finer than the cells, it is cut.
 */
function sampler(
  form: EnergyForm,
  logs: Float64Array,
  nx: number,
  ny: number,
  spacing: number,
): (out: Float64Array, seed: number, first: number) => void {
  const { dimension, low } = form
  const plane = dimension === 2
  const columns = plane ? ny - 1 : 1
  const bounds = new Float64Array((nx - 1) * columns)
  bounds.forEach((_, k) => {
    const corner = Math.floor(k / columns) * ny + (k % columns)
    let top = Math.max(logs[corner]!, logs[corner + ny]!)
    if (plane) top = Math.max(top, logs[corner + 1]!, logs[corner + ny + 1]!)
    bounds[k] = exp(top + SLACK)
  })
  const whole = bounds.reduce((sum, bound) => sum + bound, 0)
  const cumulative = cumulate(bounds.map((bound) => bound / whole))
  return (out, seed, first) => {
    for (let i = 0; i < out.length / dimension; i++)
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        uniformPair(seed, first + i, counterWord(streams.data, 0, 2 * attempt))
        const k = pick(cumulative, pairOfUniforms.first)
        const chance = pairOfUniforms.second
        uniformPair(seed, first + i, counterWord(streams.data, 0, 2 * attempt + 1))
        const x = low[0]! + (Math.floor(k / columns) + pairOfUniforms.first) * spacing
        const y = plane ? low[1]! + ((k % columns) + pairOfUniforms.second) * spacing : 0
        out[i * dimension] = x
        if (plane) out[2 * i + 1] = y
        if (chance * bounds[k]! < exp(form.logWeight(x, y))) break
      }
  }
}

function leastEnergy(dimension: 1 | 2, reach: number, energy: (x: number, y: number) => number): number {
  let least = Infinity
  for (let x = -reach; x <= reach; x += 0.1)
    for (let y = dimension === 2 ? -reach : 0; y <= (dimension === 2 ? reach : 0); y += 0.1) {
      const u = energy(x, y)
      if (Number.isNaN(u) || u === -Infinity)
        throw new Invalid(
          'formula',
          `is not a number at (${dimension === 2 ? `${x.toFixed(1)}, ${y.toFixed(1)}` : x.toFixed(1)}); a finite energy, or +Infinity where nothing should be, was expected`,
        )
      least = Math.min(least, u)
    }
  if (least === Infinity)
    throw new Invalid(
      'formula',
      `is infinite everywhere within ${reach} of the origin; a finite energy somewhere was expected`,
    )
  return least
}

/** Where the density of a cell is above a thousandth of its share. */
function boxOf(
  weights: Float64Array,
  total: number,
  place: (k: number, j: number) => number,
  dimension: number,
) {
  const low = new Float64Array(dimension).fill(Infinity)
  const high = new Float64Array(dimension).fill(-Infinity)
  const least = (1e-3 * total) / weights.length
  weights.forEach((w, k) => {
    if (w < least) return
    for (let j = 0; j < dimension; j++) {
      low[j] = Math.min(low[j]!, place(k, j))
      high[j] = Math.max(high[j]!, place(k, j))
    }
  })
  return { low, high }
}
