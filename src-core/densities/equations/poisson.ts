import { entry } from '#core/params/entry'
import { compileFormula } from '#core/numeric/formula'
import { atPoints, cellAverages } from '#core/numeric/grids/averages'
import { poissonByMultigrid } from '../poisson/multigrid'
import { poissonByTransform } from '../poisson/by-transform'
import { poissonProblem } from '../poisson/poisson-problem'
import { finiteField } from '../problems/formula-field'
import { type FieldEquation, formulaParam } from './field-equation'

export const poissonEquation = entry({
  kind: 'poisson',
  title: 'Poisson',
  doc: 'Where heat comes to rest: what a source makes, the ends carry off. With given fluxes alone both must balance.',
  source: 'Poisson 1813; Hockney 1965; Brandt 1977',
  formula: '-\\Delta u = f',
  params: {
    source: formulaParam('Source', 'What is made per unit of volume, in x and y.', 'sin(pi * x / 4)', 'f'),
    held: formulaParam('At held ends', 'Added to the value of each held end, in x and y.', '0', 'g'),
    method: {
      kind: 'choice',
      label: 'Method',
      doc: 'The transform is exact and quick for powers of two with both ends of an axis alike; multigrid takes any ends.',
      default: 'transform',
      options: [
        { value: 'transform', label: 'Fast transform' },
        { value: 'multigrid', label: 'Multigrid' },
      ],
    },
  },
  make({ source, held, method }): FieldEquation {
    const made = compileFormula(source, ['x', 'y'], 'source')
    const atEnds = compileFormula(held, ['x', 'y'], 'held')
    return {
      time: 'stands',
      solve({ grid, ends }) {
        const d = grid.axes.length
        const f = cellAverages(grid, atPoints(d, finiteField(made, source, 'equation.source', d)))
        const problem = poissonProblem(grid, ends, f, finiteField(atEnds, held, 'equation.held', d))
        return method === 'multigrid' ? poissonByMultigrid(problem).u : poissonByTransform(problem)
      },
    }
  },
})
