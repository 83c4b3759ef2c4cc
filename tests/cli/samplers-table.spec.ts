import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { catalogueCells, measuredPreface } from '#main/cli/studies/samplers-table'

const page = readFileSync(resolve(import.meta.dirname, '../../docs/samplers-table.md'), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()))

test('the committed table has what the catalogue says of every sampler, in its order, and what was measured', () => {
  const found = rows.slice(2).map((cells) => cells.slice(1, -1))
  const expected = catalog.sampler.map(catalogueCells)
  expect(found.map((cells) => cells.slice(0, expected[0]!.length))).toEqual(expected)
  for (const cells of found) {
    const measured = cells.slice(expected[0]!.length)
    expect(measured.length).toBe(6)
    // Whatever runs at all was judged on something.
    expect(measured.at(-1)).not.toBe('–')
  }
})

test('it begins as the command begins it', () => {
  const plain = (text: string): string => text.replace(/\s+/g, ' ').trim()
  expect(plain(page).startsWith(plain(measuredPreface))).toBe(true)
})

test('the chapter names every family’s sources that the table cites first', () => {
  const chapter = readFileSync(resolve(import.meta.dirname, '../../docs/samplers.md'), 'utf8')
  for (const name of [
    'Karras et al. 2022',
    'Lu et al. 2022',
    'Lu et al. 2023',
    'Song et al. 2021',
    'Ho et al. 2020',
  ])
    expect(chapter).toContain(name)
})
