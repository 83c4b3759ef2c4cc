import { entry } from '#core/params/entry'
import { compileFormula } from '#core/numeric/formula'
import { atPoints } from '#core/numeric/grids/averages'
import { startOfFunction } from './start'
import { finiteField } from '../problems/formula-field'

export const formulaStart = entry({
  kind: 'formula',
  title: 'Formula',
  doc: 'Any values typed as a formula; they need not sum to 1 nor stay above 0 where no particles are drawn.',
  source: 'three-point Gauss averages over cells',
  params: {
    formula: {
      kind: 'text',
      label: 'p(x, y)',
      symbol: 'p_0',
      doc: 'The values at the start. In the plane with x and y, on the line with x alone.',
      as: 'formula',
      variables: ['x', 'y'],
      maxLength: 400,
      default: 'exp(-x^2) * (1 + 0.5 * sin(5 * x))',
    },
  },
  make({ formula: text }) {
    const formula = compileFormula(text, ['x', 'y'], 'formula')
    return startOfFunction((grid) =>
      atPoints(grid.axes.length, finiteField(formula, text, 'start.formula', grid.axes.length)),
    )
  },
})
