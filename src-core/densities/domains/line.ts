import { entry } from '#core/params/entry'
import { grid, mostCells } from '#core/numeric/grids/grid'
import { bound, cells, type Domain, end, endsOf, endValue } from './domain'

export const line = entry({
  kind: 'line',
  title: 'Interval',
  doc: 'A rod, or a stretch of the line long enough that nothing leaves it.',
  source: 'LeVeque 2002, chapter 4',
  params: {
    low: bound('Low end', -4),
    high: bound('High end', 4),
    cells: cells(256, mostCells.line, 'Equal cells; the error of most schemes falls with their square.'),
    lowEnd: end('At low end'),
    lowValue: endValue('Low value'),
    highEnd: end('At high end'),
    highValue: endValue('High value'),
  },
  make({ low, high, cells: count, lowEnd, lowValue, highEnd, highValue }): Domain {
    return {
      grid: grid([{ low, high, count }], ''),
      ends: [endsOf([lowEnd, lowValue], [highEnd, highValue], 'lowEnd')],
    }
  },
})
