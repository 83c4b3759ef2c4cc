import { exp, log } from '#core/numeric/elementary'
import type { EnergyForm } from './score-form'

/** Log weights of an energy at the nodes of a regular grid, [nx, ny] with y fastest. */
export interface EnergyGrid {
  readonly spacing: number
  readonly counts: readonly [number, number]
  readonly logs: Float64Array
  /** Sum of the weights */
  readonly total: number
}

/** The coarsest spacing resolves features of about 0.3. */
const COARSE = 0.08
const HALVINGS = { 1: 8, 2: 3 } as const
/** Nodes in the width of the noise, at least */
const PER_WIDTH = { 1: 8, 2: 2 } as const
/** Nodes beside a jump stand for the average of their cell, from so many places along each axis. */
const SUBCELLS = 8
/** A change of the log weight from node to node that counts as a jump */
const JUMP = 8

/** Noise over signal that the finest grid resolves. */
export function finestNoise(dimension: 1 | 2): number {
  return (PER_WIDTH[dimension] * COARSE) / 2 ** HALVINGS[dimension]
}

/**
 * Grids of one energy, made when first asked for: spacing is halved until half the width of the noise, or an eighth on
 * the line, where sums over nodes agree with integrals to rounding for what is smooth, and to (spacing / width)^2 / 8 at walls.
 */
export class EnergyGrids {
  private readonly held = new Map<number, EnergyGrid>()

  constructor(private readonly form: EnergyForm) {}

  at(width: number): EnergyGrid {
    let halvings = 0
    const { dimension } = this.form
    while (halvings < HALVINGS[dimension] && COARSE / 2 ** halvings > width / PER_WIDTH[dimension]) halvings++
    const found = this.held.get(halvings)
    if (found !== undefined) return found
    const made = makeGrid(this.form, COARSE / 2 ** halvings)
    this.held.set(halvings, made)
    return made
  }

  /** The finest grid that there is. */
  finest(): EnergyGrid {
    return this.at(0)
  }
}

const ofForm = new WeakMap<EnergyForm, EnergyGrids>()

/** The same grids for all scores of one form. */
export function gridsOf(form: EnergyForm): EnergyGrids {
  const found = ofForm.get(form) ?? new EnergyGrids(form)
  ofForm.set(form, found)
  return found
}

export function makeGrid(form: EnergyForm, spacing: number): EnergyGrid {
  const { low, high, dimension } = form
  const nx = Math.round((high[0]! - low[0]!) / spacing) + 1
  const ny = dimension === 2 ? Math.round((high[1]! - low[1]!) / spacing) + 1 : 1
  const at = (axis: 0 | 1, i: number): number => low[axis]! + i * spacing
  const points = new Float64Array(nx * ny)
  for (let i = 0; i < nx; i++)
    for (let j = 0; j < ny; j++) points[i * ny + j] = form.logWeight(at(0, i), dimension === 2 ? at(1, j) : 0)
  const logs = points.slice()
  for (let i = 0; i < nx; i++)
    for (let j = 0; j < ny; j++) {
      const k = i * ny + j
      const beside =
        (i > 0 && jumps(points[k]!, points[k - ny]!)) ||
        (i < nx - 1 && jumps(points[k]!, points[k + ny]!)) ||
        (j > 0 && jumps(points[k]!, points[k - 1]!)) ||
        (j < ny - 1 && jumps(points[k]!, points[k + 1]!))
      if (beside) logs[k] = cellAverage(form, at(0, i), dimension === 2 ? at(1, j) : 0, spacing)
    }
  const total = logs.reduce((sum, value) => sum + exp(value), 0)
  return { spacing, counts: [nx, ny], logs, total }
}

function jumps(a: number, b: number): boolean {
  // Deep down, where nothing is to be found, a jump does not matter.
  return Math.max(a, b) > -40 && !(Math.abs(a - b) < JUMP)
}

/** Log of the mean weight of a cell. */
function cellAverage(form: EnergyForm, x: number, y: number, spacing: number): number {
  const plane = form.dimension === 2
  const inside = (value: number, axis: 0 | 1): boolean =>
    value >= form.low[axis]! && value <= form.high[axis]!
  let sum = 0
  for (let i = 0; i < SUBCELLS; i++)
    for (let j = 0; j < (plane ? SUBCELLS : 1); j++) {
      const u = x + ((i + 0.5) / SUBCELLS - 0.5) * spacing
      const v = plane ? y + ((j + 0.5) / SUBCELLS - 0.5) * spacing : 0
      if (inside(u, 0) && (!plane || inside(v, 1))) sum += exp(form.logWeight(u, v))
    }
  return log(sum / (plane ? SUBCELLS * SUBCELLS : SUBCELLS))
}
