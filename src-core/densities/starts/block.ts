import { entry } from '#core/params/entry'
import { cellCount, faces, type Grid, shape } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import { place, sampleCells, type Start } from './start'

export const block = entry({
  kind: 'block',
  title: 'Block',
  doc: 'One value inside an interval or a rectangle and another outside: a rod that is hot on one half.',
  source: 'exact averages over cells',
  params: {
    lowX: place('From x', -4),
    highX: place('To x', 0),
    lowY: place('From y', -4),
    highY: place('To y', 0),
    inside: {
      kind: 'number',
      label: 'Inside',
      doc: 'The value in the block.',
      default: 1,
      min: -1000,
      max: 1000,
      soft: [0, 2],
      step: 0.1,
    },
    outside: {
      kind: 'number',
      label: 'Outside',
      doc: 'The value everywhere else.',
      default: 0,
      min: -1000,
      max: 1000,
      soft: [0, 2],
      step: 0.1,
    },
  },
  make({ lowX, highX, lowY, highY, inside, outside }): Start {
    for (const [name, low, high] of [
      ['lowX', lowX, highX],
      ['lowY', lowY, highY],
    ] as const)
      if (low >= high)
        throw new Invalid(name, `is ${low}; a number below ${high}, its other side, was expected`)
    const averages = (grid: Grid): Float64Array => {
      const [nx, ny] = shape(grid)
      const along = shares(faces(grid.axes[0]), lowX, highX)
      const across = grid.axes[1] === undefined ? [1] : shares(faces(grid.axes[1]), lowY, highY)
      const out = new Float64Array(cellCount(grid))
      for (let i = 0, at = 0; i < nx; i++)
        for (let j = 0; j < ny; j++) out[at++] = outside + along[i]! * across[j]! * (inside - outside)
      return out
    }
    return {
      averages,
      sample: (out, grid, seed, first) => sampleCells(out, averages(grid), grid, seed, first),
    }
  },
})

/** Part of each cell that lies between low and high */
function shares(at: Float64Array, low: number, high: number): number[] {
  return Array.from({ length: at.length - 1 }, (_, i) => {
    const overlap = Math.min(high, at[i + 1]!) - Math.max(low, at[i]!)
    return Math.max(0, overlap) / (at[i + 1]! - at[i]!)
  })
}
