import type { AnyEntry } from '#core/params/entry'
import type { Distribution } from '#core/distributions/distribution'
import { cellAverages } from '#core/numeric/grids/averages'
import { type Grid, spacing } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import { scoreOfForm } from '#core/scores/exact'
import type { Start } from './start'

/**
 * Any data as a start. Draws are the data's own; on a grid it is seen through a Gaussian of half a cell, since points,
 * letters and curves have no density of their own.
 */
export function startFromData(line: AnyEntry<Distribution>): AnyEntry<Start> {
  return {
    ...line,
    make(values): Start {
      const data = line.make(values)
      const model = scoreOfForm(data.form)
      const fits = (grid: Grid): void => {
        if (grid.axes.length !== data.dimension)
          throw new Invalid(
            'start.kind',
            `names data of ${data.dimension} dimensions; ${grid.axes.length}, as the domain has, were expected`,
          )
      }
      return {
        averages(grid) {
          fits(grid)
          const level = model.at(1, 0.5 * Math.min(...grid.axes.map(spacing)))
          return cellAverages(grid, (out, points, n) => {
            level.logDensity(out, points, n)
            for (let i = 0; i < n; i++) out[i] = Math.exp(out[i]!)
          })
        },
        sample(out, grid, seed, first) {
          fits(grid)
          data.sample(out, seed, first)
        },
      }
    },
  }
}
