import { describe, expect, it } from 'vitest'
import { catalog } from '#core/catalog/index'
import { sigmaTable } from '#core/processes/sigma-table'
import { curveOf, inserted, moved, removed, tableFrom, type Row } from '#renderer/sheets/schedule/table'

const rows: readonly Row[] = [
  [0, 0.01],
  [0.25, 0.3],
  [0.5, 1.5],
  [1, 20],
]
/** Throws where the process would refuse the rows. */
const accepted = (table: readonly Row[]) => sigmaTable.make({ table: table.map((row) => [...row]) })

describe('the table behind a schedule', () => {
  it('is drawn as the process runs it', () => {
    const process = accepted(rows)
    const curve = curveOf(rows)
    for (let t = 0; t <= 1; t += 0.01) expect(curve(t)).toBeCloseTo(process.sigma(t), 10)
  })

  it.each([
    [1, 0.3, 0.4],
    [1, 0.9, 100],
    [1, -5, 0],
    [2, 0.251, 0.2],
    [0, 0.4, 7],
    [3, 0.4, 0.001],
    [3, 2, 1e9],
  ])('stops an edit at the limit: row %i to t = %d, sigma = %d', (index, t, sigma) => {
    const next = moved(rows, index, t, sigma)
    expect(() => accepted(next)).not.toThrow()
    expect(next.length).toBe(rows.length)
    next.forEach((row, i) => i !== index && expect(row).toBe(rows[i]))
  })

  it('moves a row to where it was put when there is room', () => {
    expect(moved(rows, 1, 0.31234567, 0.4567891)[1]).toEqual([0.3123, 0.4568])
    expect(moved(rows, 3, 0.2, 33)[3]).toEqual([1, 33])
  })

  it('takes a row more on the curve and changes it little; and one less', () => {
    const more = inserted(rows, 0.7)
    expect(more.length).toBe(5)
    expect(() => accepted(more)).not.toThrow()
    expect(more[3]![1] / curveOf(rows)(0.7)).toBeCloseTo(1, 3)
    expect(removed(more, 3)).toEqual(rows)
    expect(inserted(rows, 0.2501)).toBe(rows)
    expect(inserted(rows, -1)).toBe(rows)
    expect(inserted(rows, 2)).toBe(rows)
    expect(removed(rows, 0)).toBe(rows)
    expect(removed(rows, 3)).toBe(rows)
  })

  it('begins from any process that there is, within a tenth of its log-SNR', () => {
    for (const line of catalog.process) {
      const defaults = Object.fromEntries(
        Object.entries(line.params).map(([name, param]) => [name, param.default]),
      )
      const process = line.make(defaults)
      const n = 400
      const times = Float64Array.from({ length: n + 1 }, (_, i) => {
        const high = process.logSnr(process.tMin)
        const low = process.logSnr(process.tMax)
        return process.tFromLogSnr(low + ((high - low) * i) / n)
      })
      const table = tableFrom(
        { times, alpha: times.map((t) => process.alpha(t)), sigma: times.map((t) => process.sigma(t)) },
        8,
      )
      expect(table.length, line.kind).toBeGreaterThan(5)
      expect(() => accepted(table), line.kind).not.toThrow()
      const curve = curveOf(table)
      const inside = times.filter((t) => t >= table[0]![0] && t <= table.at(-1)![0])
      const span = process.logSnr(process.tMin) - process.logSnr(process.tMax)
      const gap = inside.reduce(
        (most, t) => Math.max(most, Math.abs(-2 * Math.log(curve(t)) - process.logSnr(t))),
        0,
      )
      expect(gap / span, line.kind).toBeLessThan(0.1)
    }
  })
})
