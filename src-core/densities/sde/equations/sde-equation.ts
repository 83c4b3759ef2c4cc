import { type AnyEntry, type Entry, entry } from '#core/params/entry'
import type { Choice, NumberParam, ParamTable } from '#core/params/param'
import type { SdeFormulas } from '../sde'

/** An equation that can be chosen, with a run that shows what it does. */
export interface SdeEntry extends AnyEntry<SdeFormulas> {
  readonly dimension: 1 | 2
  readonly suggested: {
    readonly domain: Choice
    readonly start: Choice
    readonly horizon: number
    readonly steps: number
  }
}

export function sdeEntry<const Table extends ParamTable>(
  line: Entry<SdeFormulas, Table> & Pick<SdeEntry, 'dimension' | 'suggested'>,
): SdeEntry {
  const { dimension, suggested } = line
  return { ...entry(line), dimension, suggested }
}

/** Ends where paths are lost to sight; what is lost is counted. */
export function interval(low: number, high: number, cells = 512): Choice {
  return { kind: 'line', low, high, cells, lowEnd: 'held', highEnd: 'held' }
}

export function square(reach: number, cells = 128): Choice {
  const ends = { lowEndX: 'held', highEndX: 'held', lowEndY: 'held', highEndY: 'held' }
  return { kind: 'plane', lowX: -reach, highX: reach, lowY: -reach, highY: reach, cells, ...ends }
}

export const rate = (label: string, symbol: string, doc: string, fallback: number): NumberParam => ({
  kind: 'number',
  label,
  symbol,
  doc,
  default: fallback,
  min: -20,
  max: 20,
  soft: [-3, 3],
  step: 0.05,
})

export const noise = (fallback: number): NumberParam => ({
  kind: 'number',
  label: 'Noise',
  symbol: '\\sigma',
  doc: 'How strong the noise is; near 0 the density becomes thinner than a cell.',
  default: fallback,
  min: 0.05,
  max: 10,
  soft: [0.1, 2],
  step: 0.05,
})
