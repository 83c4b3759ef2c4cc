import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import { assemble } from '#main/engine/assemble'

const page = readFileSync(resolve(import.meta.dirname, '../../docs/document.md'), 'utf8')
const examples = [...page.matchAll(/```json\n(.*?)```/gs)].map((match) => JSON.parse(match[1]!) as object)

test('both examples of the guide are documents that can be run', () => {
  expect(examples.length).toBe(2)
  for (const example of examples) assemble(parse(example, catalog).experiment.subject, catalog)
})

test('the complete example leaves no field to its default', () => {
  expect(parse(examples[1], catalog)).toEqual(examples[1])
})

test('the least example has the defaults that the table names', () => {
  const { experiment, timeline, seeds, title } = parse(examples[0], catalog)
  expect(title).toBe('Untitled')
  expect(experiment.subject).toMatchObject({
    score: { kind: 'exact' },
    dynamics: { kind: 'reverse' },
    sampler: { kind: 'euler-maruyama' },
    grid: { kind: 'log-snr' },
    particles: 20000,
    start: 'prior',
  })
  expect(timeline).toEqual({ axis: 'log-snr', range: [0, 1], loop: true, speed: 1, camera: [] })
  expect(seeds).toEqual({ data: 7, start: 42, path: 1, locked: ['data', 'start'], noise: 'tree' })
})
