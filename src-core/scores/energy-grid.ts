import type { EnergyForm } from './score-form'

/** Weights of an energy at the nodes of a regular grid, [nx, ny] with y fastest. */
export interface EnergyGrid {
  readonly spacing: number
  readonly counts: readonly [number, number]
  readonly weights: Float64Array
}

/** Largest and smallest spacing: the coarse one resolves features of about 0.3, the fine one noise down to 0.01. */
const COARSE = 0.08
const HALVINGS = 3

/**
 * Grids of one energy, made when first asked for: spacing is halved until it is at most the width of the noise, since
 * the trapezoidal rule on a Gaussian of that width is exact to 1e-8.
 */
export class EnergyGrids {
  private readonly held = new Map<number, EnergyGrid>()

  constructor(private readonly form: EnergyForm) {}

  at(width: number): EnergyGrid {
    let halvings = 0
    while (halvings < HALVINGS && COARSE / 2 ** halvings > width) halvings++
    const found = this.held.get(halvings)
    if (found !== undefined) return found
    const made = makeGrid(this.form, COARSE / 2 ** halvings)
    this.held.set(halvings, made)
    return made
  }
}

export function makeGrid(form: EnergyForm, spacing: number): EnergyGrid {
  const { low, high, dimension } = form
  const nx = Math.round((high[0]! - low[0]!) / spacing) + 1
  const ny = dimension === 2 ? Math.round((high[1]! - low[1]!) / spacing) + 1 : 1
  const weights = new Float64Array(nx * ny)
  for (let i = 0; i < nx; i++)
    for (let j = 0; j < ny; j++)
      weights[i * ny + j] = form.weight(low[0]! + i * spacing, dimension === 2 ? low[1]! + j * spacing : 0)
  return { spacing, counts: [nx, ny], weights }
}
