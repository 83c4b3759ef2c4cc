import { compileFormula, type Formula } from '#core/numeric/formula'

/** dX = drift dt + diffusion dW as a person types it; x, y, t and the names of `parameters` may be used. */
export interface SdeFormulas {
  readonly dimension: 1 | 2
  readonly interpretation: 'ito' | 'stratonovich'
  /** [d] */
  readonly drift: readonly string[]
  /** [d][m] entries of S, one column for each Brownian motion */
  readonly diffusion: readonly (readonly string[])[]
  readonly parameters?: Readonly<Record<string, number>>
}

/** A compiled equation in Itô's form. Coordinates y are 0 on a line. */
export interface Sde {
  readonly dimension: 1 | 2
  /** Brownian motions that drive it */
  readonly noises: number
  /** True where t occurs nowhere. */
  readonly steady: boolean
  /** Itô drift into out [d] */
  drift(out: Float64Array, x: number, y: number, t: number): void
  /** S into out [d, m] */
  diffusion(out: Float64Array, x: number, y: number, t: number): void
}

/** Step of the five-point differences: their own error is below 1e-13 of the fourth derivative's scale. */
export function differenceStep(at: number): number {
  return 1e-3 * Math.max(0.1, Math.abs(at))
}

/**
 * Throws `Invalid` below `path` for what cannot be read. Stratonovich drift becomes Itô's by adding
 * sum_jk S_jk d_j S_ik / 2 (Kloeden & Platen 1992, equation 4.9.11), with derivatives from five-point differences.
 */
export function compileSde(formulas: SdeFormulas, path = 'sde'): Sde {
  const { dimension, interpretation, parameters = {} } = formulas
  const coordinates = dimension === 1 ? ['x', 't'] : ['x', 'y', 't']
  const names = [...coordinates, ...Object.keys(parameters)]
  const constants = Object.values(parameters)
  const compile = (text: string, at: string): Formula => compileFormula(text, names, `${path}.${at}`)
  const drift = formulas.drift.map((text, i) => compile(text, `drift.${i}`))
  const diffusion = formulas.diffusion.map((row, i) =>
    row.map((text, k) => compile(text, `diffusion.${i}.${k}`)),
  )
  const noises = formulas.diffusion[0]?.length ?? 0
  // One array for all calls, since there are as many calls as particles and steps.
  const held = new Float64Array(names.length)
  held.set(constants, coordinates.length)
  const values = (x: number, y: number, t: number): Float64Array => {
    held[0] = x
    if (dimension === 2) held[1] = y
    held[dimension] = t
    return held
  }
  const matrix = (out: Float64Array, x: number, y: number, t: number): void => {
    const given = values(x, y, t)
    for (let i = 0; i < dimension; i++)
      for (let k = 0; k < noises; k++) out[i * noises + k] = diffusion[i]![k]!.evaluate(given)
  }
  const room = Array.from({ length: 5 }, () => new Float64Array(dimension * noises))
  const correct = (out: Float64Array, x: number, y: number, t: number): void => {
    const [here, m2, m1, p1, p2] = room as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    matrix(here, x, y, t)
    for (let j = 0; j < dimension; j++) {
      const h = differenceStep(j === 0 ? x : y)
      const [dx, dy] = j === 0 ? [h, 0] : [0, h]
      matrix(m2, x - 2 * dx, y - 2 * dy, t)
      matrix(m1, x - dx, y - dy, t)
      matrix(p1, x + dx, y + dy, t)
      matrix(p2, x + 2 * dx, y + 2 * dy, t)
      for (let i = 0; i < dimension; i++)
        for (let k = 0; k < noises; k++) {
          const at = i * noises + k
          const slope = (m2[at]! - 8 * m1[at]! + 8 * p1[at]! - p2[at]!) / (12 * h)
          out[i]! += 0.5 * here[j * noises + k]! * slope
        }
    }
  }
  return {
    dimension,
    noises,
    steady: ![...drift, ...diffusion.flat()].some((formula) => formula.uses('t')),
    drift(out, x, y, t) {
      const given = values(x, y, t)
      for (let i = 0; i < dimension; i++) out[i] = drift[i]!.evaluate(given)
      if (interpretation === 'stratonovich') correct(out, x, y, t)
    },
    diffusion: matrix,
  }
}
