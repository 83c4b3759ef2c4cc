import { existsSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { Bench, lab, smallDocument } from './run-command'

const bench = new Bench()
afterAll(() => bench.remove())
const flow = (subject: Record<string, unknown> = {}) =>
  bench.json(
    'flow.json',
    smallDocument({ sampler: { kind: 'heun' }, grid: { kind: 'log-snr', steps: 64 }, ...subject }),
  )

describe('invert', () => {
  test('writes data, latent, exact latent and returned points with their errors', async () => {
    const out = bench.at('inverted')
    const { code, out: printed } = await lab('invert', flow(), '--out', out, '--particles', '40')
    expect(code).toBe(0)
    expect(printed).toMatch(
      /^heun: 40 points there and back in 256 evaluations each; they return to [\d.]+e-\d/,
    )
    const array = (name: string) => bench.read([40, 2], 'inverted', `${name}.npy`).data
    const [data, returned, latent, exact] = ['data', 'returned', 'latent', 'exact'].map(array)
    const apart = (a: Float64Array, b: Float64Array): number =>
      a.reduce((sum, v, i) => (i % 2 === 0 ? sum + Math.hypot(v - b[i]!, a[i + 1]! - b[i + 1]!) : sum), 0) /
      40
    const found = JSON.parse(readFileSync(bench.at('inverted', 'inversion.json'), 'utf8')) as Record<
      string,
      number
    >
    expect(found['mean']).toBeCloseTo(apart(data!, returned!), 12)
    expect(found['encodingMean']).toBeCloseTo(apart(latent!, exact!), 12)
    expect(found['mean']!).toBeLessThan(0.05)
    // The latent points of a VP process are N(0, 1) nearly.
    const square = exact!.reduce((sum, v) => sum + v * v, 0) / 80
    expect(Math.abs(square - 1)).toBeLessThan(0.6)
  })

  test.each<[string, string[], string]>([
    ['no file', [], 'invert takes one file; invert FILE.json --out DIR was expected.'],
    ['no folder', [flow()], '--out is missing; a folder for the results was expected.'],
    [
      'a sampler that brings noise',
      [bench.json('ddim.json', smallDocument({ sampler: { kind: 'ddim' } })), '--out', bench.at('never')],
      'experiment.subject.sampler.kind is "ddim", which needs noise; a dynamics with noise or another sampler was expected.',
    ],
    [
      'too many points',
      [flow(), '--out', bench.at('never'), '--particles', '0'],
      '--particles is "0"; a whole number from 1 to 100\u202f000 was expected.',
    ],
  ])('refuses %s in one sentence', async (_, args, sentence) => {
    const { code, error } = await lab('invert', ...args)
    expect(error).toBe(sentence)
    expect(code).toBe(2)
    expect(existsSync(bench.at('never'))).toBe(false)
  })
})

test('bound prints each term and the sum', async () => {
  const file = bench.json(
    'chain.json',
    smallDocument({
      process: { kind: 'ddpm' },
      sampler: { kind: 'ddpm' },
      grid: { kind: 'timesteps', visited: 12 },
    }),
  )
  const { code, out } = await lab('bound', file)
  expect(code).toBe(0)
  const lines = out.split('\n')
  expect(lines.length).toBe(14)
  const values = lines.slice(0, 13).map((line) => Number(/: ([-\d.e+]+) ±/.exec(line)![1]))
  const [, total = '', , entropy = ''] =
    /^Bound ([-\d.]+) ± ([\d.]+) nats; entropy of the data ([-\d.]+)\.$/.exec(lines[13]!)!
  expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(Number(total), 2)
  expect(Number(total)).toBeGreaterThan(Number(entropy))
  expect((await lab('bound')).error).toBe('bound takes one file; bound FILE.json was expected.')
})
