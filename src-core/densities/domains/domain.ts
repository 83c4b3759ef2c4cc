import type { Grid } from '#core/numeric/grids/grid'
import { Invalid } from '#core/params/invalid'
import type { ChoiceParam, NumberParam } from '#core/params/param'
import type { AxisEnds, End } from '../transport'

/** Where a density lives: cells, and what is asked at the ends of each axis. */
export interface Domain {
  readonly grid: Grid
  /** One an axis */
  readonly ends: readonly AxisEnds[]
}

/** Both ends of an axis from their names and values; throws `Invalid` at `path`. */
export function endsOf(
  [low, lowValue]: readonly [string, number],
  [high, highValue]: readonly [string, number],
  path: string,
): AxisEnds {
  if (low === 'periodic' && high === 'periodic') return 'periodic'
  if (low === 'periodic' || high === 'periodic')
    throw new Invalid(path, 'is periodic while the other end is not; both ends or neither was expected')
  return { low: endOf(low, lowValue), high: endOf(high, highValue) }
}

function endOf(kind: string, value: number): End {
  if (kind === 'held') return { kind: 'value', value }
  return { kind: 'flux', flux: kind === 'flux' ? value : 0 }
}

export const bound = (label: string, fallback: number): NumberParam => ({
  kind: 'number',
  label,
  doc: 'Where the domain ends, in the unit of the coordinates.',
  default: fallback,
  min: -1000,
  max: 1000,
  soft: [-8, 8],
  step: 0.1,
})

export const end = (label: string): ChoiceParam => ({
  kind: 'choice',
  label,
  doc: 'Insulated lets nothing through and sends paths back; held fixes the value, where 0 absorbs; periodic joins both ends.',
  default: 'insulated',
  options: [
    { value: 'insulated', label: 'Insulated' },
    { value: 'held', label: 'Held at a value' },
    { value: 'flux', label: 'Given flux' },
    { value: 'periodic', label: 'Periodic' },
  ],
})

export const endValue = (label: string): NumberParam => ({
  kind: 'number',
  label,
  doc: 'The value held at this end, or the flux through it in the direction of the axis; other ends do not read it.',
  default: 0,
  min: -1000,
  max: 1000,
  soft: [-2, 2],
  step: 0.1,
  minor: true,
})

export const cells = (fallback: number, most: number, doc: string): NumberParam => ({
  kind: 'number',
  label: 'Cells',
  symbol: 'n',
  doc,
  default: fallback,
  min: 4,
  max: most,
  soft: [32, most],
  scale: 'log',
  step: 1,
  integer: true,
})
