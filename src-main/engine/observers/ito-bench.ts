import { expectedGap, itoBench } from '#core/measures/paths/ito-bench'
import { compileFormula } from '#core/numeric/formula'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { Invalid } from '#core/params/invalid'
import { integrandParam, type ItoAnswer } from '#core/protocol/ito-bench'

const PATHS = 4000
/** Finest cut is 2^9 steps. */
const FINEST = 9

/** Throws `Invalid` for what cannot be read. */
export function integrandOf(text: string): (w: number, t: number) => number {
  if (typeof text !== 'string' || text.length > integrandParam.maxLength)
    throw new Invalid(
      'integrand',
      `is too long; at most ${integrandParam.maxLength} characters were expected`,
    )
  const formula = compileFormula(text, integrandParam.variables ?? [], 'integrand')
  const held = new Float64Array(2)
  return (w, t) => {
    held[0] = w
    held[1] = t
    return formula.evaluate(held)
  }
}

/** Itô's bench on [0, horizon] with 2, 4, ... 512 steps of the same Brownian paths. */
export function itoAnswer(text: string, horizon: number, seed: number): ItoAnswer {
  const integrand = integrandOf(text)
  let cut = Array.from({ length: 2 ** FINEST }, (_, step) => {
    const normals = new Float64Array(PATHS)
    fillNormals(normals, 1, seed, 0, streams.independent, step)
    const root = Math.sqrt(horizon / 2 ** FINEST)
    return normals.map((z) => root * z)
  })
  const drift = expectedGap(integrand, (step) => cut[step]!, horizon, cut.length)
  const rows: number[][] = []
  for (let level = FINEST; level >= 1; level--) {
    const fine = cut
    const bench = itoBench(integrand, (step) => fine[step]!, horizon, fine.length)
    const { left, middle, square, energy, variation } = bench
    const sums = [left, middle, square, energy].flatMap(({ value, error }) => [value, error])
    rows.unshift([fine.length, ...sums, variation.value, variation.error * Math.sqrt(PATHS)])
    cut = Array.from({ length: fine.length / 2 }, (_, step) => {
      const [a, b] = [fine[2 * step]!, fine[2 * step + 1]!]
      return a.map((value, i) => value + b[i]!)
    })
  }
  if (![drift.value, ...rows.flat()].every(Number.isFinite))
    throw new Invalid(
      'integrand',
      `is "${text}", which is not finite along the paths; a formula that is finite for every w was expected`,
    )
  const column = (which: number): Float64Array => Float64Array.from(rows, (row) => row[which]!)
  return {
    steps: column(0),
    left: column(1),
    leftError: column(2),
    middle: column(3),
    middleError: column(4),
    square: column(5),
    squareError: column(6),
    energy: column(7),
    energyError: column(8),
    variation: column(9),
    variationDeviation: column(10),
    drift: drift.value,
    driftError: drift.error,
    horizon,
    paths: PATHS,
  }
}
