import { entry } from '#core/params/entry'
import { grid, mostCells } from '#core/numeric/grids/grid'
import { bound, cells, type Domain, end, endsOf, endValue } from './domain'

export const plane = entry({
  kind: 'plane',
  title: 'Rectangle',
  doc: 'A plate, or a piece of the plane large enough that nothing leaves it.',
  source: 'LeVeque 2002, chapter 19',
  params: {
    lowX: bound('Low x', -4),
    highX: bound('High x', 4),
    lowY: bound('Low y', -4),
    highY: bound('High y', 4),
    cells: cells(
      128,
      mostCells.plane,
      'Cells along each axis; twice as many cost four times the work a step.',
    ),
    lowEndX: end('At low x'),
    lowValueX: endValue('Value at low x'),
    highEndX: end('At high x'),
    highValueX: endValue('Value at high x'),
    lowEndY: end('At low y'),
    lowValueY: endValue('Value at low y'),
    highEndY: end('At high y'),
    highValueY: endValue('Value at high y'),
  },
  make(v): Domain {
    const axes = [
      { low: v.lowX, high: v.highX, count: v.cells },
      { low: v.lowY, high: v.highY, count: v.cells },
    ] as const
    return {
      grid: grid(axes, ''),
      ends: [
        endsOf([v.lowEndX, v.lowValueX], [v.highEndX, v.highValueX], 'lowEndX'),
        endsOf([v.lowEndY, v.lowValueY], [v.highEndY, v.highValueY], 'lowEndY'),
      ],
    }
  },
})
