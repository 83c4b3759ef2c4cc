import { entry } from '#core/params/entry'
import { compileFormula, type Formula } from '#core/numeric/formula'
import { centrePoints } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import type { Domain } from '../domains/domain'
import { finiteField } from '../problems/formula-field'
import { type Conductivity, heat } from '../problems/heat'
import type { Transport } from '../transport'
import { type FieldEquation, formulaParam } from './field-equation'

const source = formulaParam(
  'Source',
  'Heat made per unit of volume and time, in x and y; 0 for none.',
  '0',
  'q',
)

export const heatEquation = entry({
  kind: 'heat',
  title: 'Heat',
  doc: 'Fick’s law and conservation: heat flows down the slope of the temperature and is lost nowhere.',
  source: 'Fourier 1822; Fick 1855',
  formula: 'u_t = \\nabla\\cdot(D\\,\\nabla u) + q',
  params: {
    conductivity: formulaParam(
      'Conductivity',
      'A number, or a formula in x and y that is positive everywhere.',
      '1',
      'D',
    ),
    source,
  },
  make({ conductivity, source: made }): FieldEquation {
    const d = readConductivity(conductivity, 'conductivity')
    return {
      time: 'evolves',
      transport: (domain) => heatOn(domain, d(domain), made),
      conductivity: (domain) => withoutSource(made, d(domain)),
    }
  },
})

export const heatTensor = entry({
  kind: 'heat-tensor',
  title: 'Heat, matrix conductivity',
  doc: 'A plate with a grain: heat runs better one way than the other, and not always down the slope.',
  source: 'Carslaw & Jaeger 1959, section 1.17',
  formula: 'u_t = \\nabla\\cdot(\\mathbf{D}\\,\\nabla u) + q',
  params: {
    xx: formulaParam('D_xx', 'Conductivity along x.', '1', 'D_{xx}'),
    xy: formulaParam('D_xy', 'What couples both axes; its square stays below D_xx D_yy.', '0.4', 'D_{xy}'),
    yy: formulaParam('D_yy', 'Conductivity along y.', '0.5', 'D_{yy}'),
    source,
  },
  make({ xx, xy, yy, source: made }): FieldEquation {
    const [a, b, c] = [readField(xx, 'xx'), readField(xy, 'xy'), readField(yy, 'yy')]
    return {
      time: 'evolves',
      transport: (domain) => heatOn(domain, [a(2), b(2), c(2)], made),
      conductivity: () => withoutSource(made, [a(2), b(2), c(2)]),
    }
  },
})

type OnDimension<T> = (dimension: 1 | 2) => T

function readField(text: string, path: string): OnDimension<(x: number, y: number) => number> {
  const formula = compileFormula(text, ['x', 'y'], path)
  return (dimension) => finiteField(formula, text, `equation.${path}`, dimension)
}

/** A formula without x and y is a number, so that methods for constant conductivity know it. */
function readConductivity(text: string, path: string): (domain: Domain) => Conductivity {
  const formula = compileFormula(text, ['x', 'y'], path)
  if (!formula.uses('x') && !formula.uses('y')) return () => formula.evaluate([0, 0])
  return ({ grid }) => finiteField(formula, text, `equation.${path}`, grid.axes.length)
}

const isZero = (formula: Formula): boolean =>
  !formula.uses('x') && !formula.uses('y') && formula.evaluate([0, 0]) === 0

function withoutSource(sourceText: string, conductivity: Conductivity): Conductivity {
  if (isZero(compileFormula(sourceText, ['x', 'y'], 'equation.source'))) return conductivity
  throw new Invalid('equation.source', `is "${sourceText}"; 0 was expected`)
}

function heatOn({ grid, ends }: Domain, conductivity: Conductivity, sourceText: string): Transport {
  const formula = compileFormula(sourceText, ['x', 'y'], 'equation.source')
  if (isZero(formula)) return heat(grid, ends, conductivity)
  const d = grid.axes.length
  const field = finiteField(formula, sourceText, 'equation.source', d)
  const points = centrePoints(grid)
  const held = Float64Array.from({ length: points.length / d }, (_, i) =>
    d === 1 ? field(points[i]!, 0) : field(points[2 * i]!, points[2 * i + 1]!),
  )
  return heat(grid, ends, conductivity, (out) => {
    for (let i = 0; i < out.length; i++) out[i]! += held[i]!
  })
}
