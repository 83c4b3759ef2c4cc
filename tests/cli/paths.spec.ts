import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import { wrongScoreStudy } from '#main/engine/observers/wrong-score'
import { Bench, lab, smallDocument } from './run-command'

const bench = new Bench()
afterAll(() => bench.remove())
const data = { kind: 'mixture', components: [{ weight: 1, mean: [0.5], cov: [[0.4]] }] }
const answerOf = <Answer>(folder: string): Answer =>
  (JSON.parse(readFileSync(bench.at(folder, 'paths.json'), 'utf8')) as { answer: Answer }).answer

test('a wrong score: a row for each share of noise, written as the window gets them', async () => {
  const document = smallDocument({
    data,
    score: { kind: 'perturbed' },
    dynamics: { kind: 'reverse', lambda: 0.65 },
  })
  const { code, out } = await lab('paths', bench.json('wrong.json', document), '--out', bench.at('wrong'))
  expect(code).toBe(0)
  const lines = out.split('\n')
  expect(lines[0]!.trim()).toMatch(/^lambda +start +integral +paths +ends +by weights$/)
  expect(lines[1]!.trim()).toMatch(/^0 .*infinite +infinite/)
  const rows = answerOf<{ lambda: number; integral: number | null; simulated: unknown }[]>('wrong')
  expect(rows.map(({ lambda }) => lambda)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.8, 0.9, 1])
  const { experiment, seeds } = parse(document, catalog)
  expect(rows[7]).toEqual(wrongScoreStudy(experiment.subject, seeds, {})(0.65, true))
  expect(rows[7]!.simulated).not.toBeNull()
})

test('an equation: weights for a push, with the seeds of the command line', async () => {
  const subject = { kind: 'sde', equation: { kind: 'brownian' }, steps: 40, particles: 2000, horizon: 1 }
  const file = bench.json('brownian.json', { scorefield: 1, experiment: { subject } })
  const { code, out } = await lab(
    'paths',
    file,
    '--push',
    '0.5',
    '--out',
    bench.at('push'),
    '--seed-path',
    '9',
  )
  expect(code).toBe(0)
  expect(out).toContain('2000 paths weighed to the drift mu + 0.5 sigma')
  const found = answerOf<{ push: number; direct: number[]; directError: number[] }>('push')
  expect(found.push).toBe(0.5)
  expect(Math.abs(found.direct.at(-1)! - 0.5)).toBeLessThan(4 * found.directError.at(-1)!)
  await lab('paths', file, '--push', '0.5', '--out', bench.at('other'), '--seed-path', '10')
  expect(answerOf<{ direct: number[] }>('other').direct).not.toEqual(found.direct)
})

test('what cannot be asked ends in a sentence', async () => {
  const right = bench.json('right.json', smallDocument({ data }))
  expect((await lab('paths', right)).error).toMatch(/score.kind is "exact", in which no error is known/)
  expect((await lab('paths')).error).toBe('paths takes one file; paths FILE.json was expected.')
  const file = bench.json('far.json', {
    scorefield: 1,
    experiment: { subject: { kind: 'sde', equation: { kind: 'brownian' } } },
  })
  const far = await lab('paths', file, '--push', '9')
  expect([far.code, far.error]).toEqual([2, '--push is "9"; a number from -5 to 5 was expected.'])
})
