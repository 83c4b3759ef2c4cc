import { entry } from '#core/params/entry'
import { exp } from '#core/numeric/elementary'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { atPoints, cellAverages } from '#core/numeric/grids/averages'
import { place, type Start } from './start'

export const gaussian = entry({
  kind: 'gaussian',
  title: 'Gaussian',
  doc: 'One round bump of mass 1.',
  source: 'closed form',
  formula: 'p_0 = \\mathcal{N}(m, s^2)',
  params: {
    x: place('x', 0),
    y: place('y', 0),
    deviation: {
      kind: 'number',
      label: 'Deviation',
      symbol: 's',
      doc: 'Its width; below two cells the grid does not see its shape.',
      default: 0.2,
      min: 0.001,
      max: 100,
      soft: [0.05, 2],
      scale: 'log',
      step: 0.01,
    },
  },
  make: ({ x, y, deviation }): Start => ({
    averages(grid) {
      const d = grid.axes.length
      const top = (2 * Math.PI * deviation * deviation) ** (-d / 2)
      return cellAverages(
        grid,
        atPoints(d, (u, v) => {
          const square = (u - x) ** 2 + (d === 2 ? (v - y) ** 2 : 0)
          return top * exp((-0.5 * square) / (deviation * deviation))
        }),
      )
    },
    sample(out, grid, seed, first) {
      const d = grid.axes.length
      fillNormals(out, d, seed, first, streams.start, 0)
      for (let i = 0; i < out.length; i++) out[i] = [x, y][i % d]! + deviation * out[i]!
    },
  }),
})
