import { entry } from '#core/params/entry'
import { exp } from '#core/numeric/elementary'
import { fillNormals, streams } from '#core/numeric/gaussian-stream'
import { erfcx } from '#core/numeric/error-function'
import { type Axis, faces, spacing } from '#core/numeric/grids/grid'
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
      doc: 'Its width; below two cells the grid does not see its shape, though all of its mass.',
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
      const [along, across = Float64Array.of(1)] = grid.axes.map((axis, i) =>
        axisAverages(axis, i === 0 ? x : y, deviation),
      )
      const out = new Float64Array(along!.length * across.length)
      along!.forEach((a, i) => across.forEach((b, j) => (out[i * across.length + j] = a * b)))
      return out
    },
    sample(out, grid, seed, first) {
      const d = grid.axes.length
      fillNormals(out, d, seed, first, streams.start, 0)
      for (let i = 0; i < out.length; i++) out[i] = [x, y][i % d]! + deviation * out[i]!
    },
  }),
})

/** Averages of N(m, s^2) over an axis' cells from its integrals, so that a bump between the cells' centres is not missed */
function axisAverages(axis: Axis, m: number, s: number): Float64Array {
  const h = spacing(axis)
  const at = faces(axis).map((face) => (face - m) / s)
  return Float64Array.from({ length: axis.count }, (_, i) => {
    const [a, b] = [at[i]!, at[i + 1]!]
    // Of the tail that is the smaller one, so that far cells keep their digits
    return (a >= 0 ? tail(a) - tail(b) : tail(-b) - tail(-a)) / h
  })
}

/** P(Z > z) of a standard normal Z */
function tail(z: number): number {
  return z < 0 ? 1 - tail(-z) : 0.5 * erfcx(z * Math.SQRT1_2) * exp(-0.5 * z * z)
}
