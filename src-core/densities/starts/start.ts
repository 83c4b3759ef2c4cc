import { counterWord, pairOfUniforms, streams, uniformPair } from '#core/numeric/gaussian-stream'
import { cellAverages, type PointFunction } from '#core/numeric/grids/averages'
import { type Grid, shape, spacing } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import type { NumberParam } from '#core/params/param'

/** A density, or a temperature, at time 0, and draws from it for the particles beside it. */
export interface Start {
  /** Cell averages, [cells]. Throws `Invalid` for a grid that it cannot stand on. */
  averages(grid: Grid): Float64Array
  /**
   * Draws of particles first, first + 1, ... into out [n, d]; counter-based. What is no density by itself is drawn as
   * its cell averages say, even within each cell.
   */
  sample(out: Float64Array, grid: Grid, seed: number, first: number): void
}

/** A start that is known as a function of the place alone. */
export function startOfFunction(f: (grid: Grid) => PointFunction): Start {
  const averages = (grid: Grid): Float64Array => cellAverages(grid, f(grid))
  return {
    averages,
    sample: (out, grid, seed, first) => sampleCells(out, averages(grid), grid, seed, first),
  }
}

/** Draws from cell averages: a cell by its share of the mass, a place in it evenly. */
export function sampleCells(
  out: Float64Array,
  p: Float64Array,
  grid: Grid,
  seed: number,
  first: number,
): void {
  const d = grid.axes.length
  const [, ny] = shape(grid)
  const running = new Float64Array(p.length)
  let total = 0
  p.forEach((value, i) => {
    if (value < 0)
      throw new Invalid(
        'start',
        `is ${value} somewhere; nothing below 0 was expected where particles are drawn`,
      )
    running[i] = total += value
  })
  if (!(total > 0)) throw new Invalid('start', 'has no mass on the domain; a density was expected')
  for (let i = 0; i < out.length / d; i++) {
    uniformPair(seed, first + i, counterWord(streams.start, 0, 1))
    const cell = firstAbove(running, pairOfUniforms.first * total)
    const along = pairOfUniforms.second
    const [x] = grid.axes
    const y = grid.axes[1]
    if (y === undefined) {
      out[i] = x.low + (cell + along) * spacing(x)
      continue
    }
    uniformPair(seed, first + i, counterWord(streams.start, 0, 2))
    out[2 * i] = x.low + (Math.floor(cell / ny) + along) * spacing(x)
    out[2 * i + 1] = y.low + ((cell % ny) + pairOfUniforms.first) * spacing(y)
  }
}

function firstAbove(running: Float64Array, value: number): number {
  let low = 0
  let high = running.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (running[middle]! > value) high = middle
    else low = middle + 1
  }
  return low
}

export const place = (label: string, fallback: number): NumberParam => ({
  kind: 'number',
  label,
  doc: 'Where it stands; y is not read on an interval.',
  default: fallback,
  min: -1000,
  max: 1000,
  soft: [-6, 6],
  step: 0.05,
})
