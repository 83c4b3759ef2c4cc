import { existsSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import type { StudyEvent, StudyPoint } from '#core/protocol/study'
import { Bench, lab, smallDocument } from './run-command'

const bench = new Bench()
afterAll(() => bench.remove())
const document = (subject: Record<string, unknown> = {}, witnesses: unknown[] = []) => {
  const whole = smallDocument({
    data: { kind: 'mixture', components: [{ weight: 1, mean: [0.5], cov: [[0.4]] }] },
    dynamics: { kind: 'reverse', lambda: 0 },
    sampler: { kind: 'heun' },
    ...subject,
  }) as { experiment: Record<string, unknown> }
  return { ...whole, experiment: { ...whole.experiment, witnesses } }
}
const file = bench.json('flow.json', document())
const out = bench.at('out')

describe('converge', () => {
  test('prints each result as it comes and writes them as lines and as one file', async () => {
    const { code, out: printed } = await lab(
      'converge',
      file,
      '--out',
      out,
      '--steps',
      '16,32,64,128',
      '--samplers',
      'own,euler-maruyama',
      '--particles',
      '20',
    )
    expect(code).toBe(0)
    const lines = printed.split('\n')
    expect(lines[0]).toMatch(/^Reference: Dormand–Prince 8\(5,3\)/)
    expect(lines[1]).toMatch(/^heun: 16 steps, 32 evaluations, strong \d\.\d{3}e-\d, weak/)
    expect(lines[5]).toMatch(
      /^heun on the dynamics without noise: strong order (1\.\d\d|2\.\d\d) ± \d\.\d\d over 4 points \(claimed 2\)/,
    )
    expect(lines.length).toBe(1 + 2 * 5)
    const events = readFileSync(bench.at('out', 'convergence.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as StudyEvent)
    expect(events.map((event) => event.kind).join(' ')).toBe(
      'reference point point point point curve point point point point curve',
    )
    const whole = JSON.parse(readFileSync(bench.at('out', 'convergence.json'), 'utf8')) as {
      points: StudyPoint[]
      request: { steps: number[]; particles: number }
      document: unknown
    }
    expect(whole.points).toEqual(events.flatMap((event) => (event.kind === 'point' ? [event.point] : [])))
    expect(whole.request).toMatchObject({ steps: [16, 32, 64, 128], particles: 20 })
  })

  test('the document’s own witness says what is studied', async () => {
    const asks = bench.json(
      'asks.json',
      document({}, [{ kind: 'convergence', samplers: 'own', from: 2, doublings: 2, particles: 3 }]),
    )
    const { code, out: printed } = await lab('converge', asks, '--out', bench.at('asked'))
    expect(code).toBe(0)
    expect(printed.split('\n').map((line) => line.slice(0, 13))).toEqual([
      'Reference: Do',
      'heun: 2 steps',
      'heun: 4 steps',
      'heun: 8 steps',
      'heun on the d',
    ])
  })

  test('a turned flow has a reference that turns', async () => {
    const turned = bench.json(
      'turned.json',
      document({ data: { kind: 'ring' }, dynamics: { kind: 'rotated', lambda: 0, kappa: 1 } }),
    )
    const { out: printed } = await lab(
      'converge',
      turned,
      '--out',
      bench.at('turned'),
      '--steps',
      '64,128,256,512',
      '--particles',
      '8',
    )
    expect(printed.split('\n').at(-1)).toMatch(
      /^heun on the dynamics without noise: strong order (1\.9\d|2\.0\d) ± .* over 4 points/,
    )
  })

  test.each<[string, string[], string]>([
    ['no file', ['--out', out], 'converge takes one file; converge FILE.json --out DIR was expected.'],
    ['no folder', [file], '--out is missing; a folder for the results was expected.'],
    [
      'too few steps',
      [file, '--out', out, '--steps', '8,16,8'],
      '--steps is "8,16,8"; at least 3 different numbers were expected.',
    ],
    [
      'a step that is none',
      [file, '--out', out, '--steps', '8,0,16'],
      '--steps is "0"; a whole number from 1 to 10\u202f000 was expected.',
    ],
    [
      'an unknown sampler',
      [file, '--out', out, '--samplers', 'own,huen'],
      '--samplers has "huen"; "heun" was probably meant.',
    ],
    [
      'no sampler',
      [file, '--out', out, '--samplers', ','],
      '--samplers is empty; kinds of samplers, or own, were expected.',
    ],
    [
      'one particle',
      [file, '--out', out, '--particles', '1'],
      '--particles is "1"; a whole number from 2 to 100\u202f000 was expected.',
    ],
    [
      'a misspelt option',
      [file, '--out', out, '--sampler', 'own'],
      '--sampler is not an option; --samplers was probably meant.',
    ],
    [
      'a sampler that cannot run the dynamics',
      [
        bench.json(
          'turning.json',
          document({ data: { kind: 'ring' }, dynamics: { kind: 'rotated', lambda: 1, kappa: 1 } }),
        ),
        '--out',
        bench.at('never'),
        '--samplers',
        'ddim',
      ],
      'experiment.subject.sampler.kind is "ddim", which does not read the turn of the flow; a method that solves the dynamics as written was expected.',
    ],
    [
      'a bad witness',
      [bench.json('bad.json', document({}, [{ kind: 'convergence', doublings: 1 }])), '--out', out],
      'experiment.witnesses.0.doublings is 1; a whole number from 2 to 10 was expected.',
    ],
    [
      'an unknown sampler in the witness',
      [bench.json('worse.json', document({}, [{ kind: 'convergence', samplers: 'rk5' }])), '--out', out],
      'experiment.witnesses.0.samplers has "rk5"; "rk4" was probably meant.',
    ],
  ])('refuses %s in one sentence, before anything runs', async (_, args, sentence) => {
    const { code, error } = await lab('converge', ...args)
    expect(error).toBe(sentence)
    expect(code).toBe(2)
    expect(existsSync(bench.at('never'))).toBe(false)
  })
})

describe('samplers', () => {
  test('one line for each of the catalogue, or a row of the table', async () => {
    const plain = await lab('samplers')
    expect(plain.out.split('\n').length).toBe(catalog.sampler.length)
    const table = await lab('samplers', '--markdown')
    const rows = table.out.split('\n')
    expect(rows.length).toBe(catalog.sampler.length + 2)
    const width = rows[0]!.split(' | ').length
    // A source or title with a bar in it would break the table.
    for (const line of rows) expect(line.split(' | ').length).toBe(width)
    expect((await lab('samplers', 'heun')).code).toBe(2)
  })
})
